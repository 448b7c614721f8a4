package io.heliosdb.pg.embedded.internal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** PostgreSQL's own log: files named by their time of opening, of which the newest are kept. */
public final class EngineLog {

    static final String FILE_NAME_PATTERN = "postgresql-%Y-%m-%d_%H%M%S.log";

    /** Kept files; with their rotation at 10 MB, the log is bounded. */
    private static final int KEPT = 10;

    /** How far from the end of a file a reason is looked for, in bytes. */
    private static final int TAIL = 16 * 1024;

    private final EngineHome home;

    private EngineLog(EngineHome home) {
        this.home = home;
    }

    public static EngineLog prepare(EngineHome home, EngineAccount account) throws IOException {
        if (!Files.isDirectory(home.log())) {
            FileAccess.createDirectory(home.log(), FileAccess.PRIVATE_DIRECTORY);
            account.own(home.log());
        }
        EngineLog log = new EngineLog(home);
        log.prune();
        return log;
    }

    /** The file that PostgreSQL writes to. */
    public Path current() throws IOException {
        return newestFirst().stream().findFirst().orElse(home.startupLog());
    }

    /** Deletes all but the newest files. */
    public void prune() throws IOException {
        for (Path old : newestFirst().stream().skip(KEPT).toList()) {
            Files.deleteIfExists(old);
        }
    }

    /** The last line that says why PostgreSQL ended, if there is one. */
    Optional<String> reason() throws IOException {
        Optional<String> early = reason(home.startupLog());
        return early.isPresent() ? early : reason(current());
    }

    private static Optional<String> reason(Path file) throws IOException {
        return tail(file)
                .lines()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                .reduce((first, second) -> second)
                .map(line -> line.substring(Math.max(line.indexOf("FATAL:"), line.indexOf("PANIC:"))));
    }

    private static String tail(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            long start = Math.max(0, reader.length() - TAIL);
            byte[] bytes = new byte[(int) (reader.length() - start)];
            reader.seek(start);
            reader.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private List<Path> newestFirst() throws IOException {
        try (Stream<Path> files = Files.list(home.log())) {
            return files.filter(file -> file.getFileName().toString().startsWith("postgresql-"))
                    .sorted(Comparator.<Path>naturalOrder().reversed())
                    .toList();
        }
    }
}
