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

    /** Part of what a client is told, and the log too, while the server starts or stops. */
    private static final String TURNED_AWAY = "the database system is ";

    /** Part of the last line before PostgreSQL goes on in its own log. */
    private static final String LOG_IS_OPEN = "redirecting log output";

    private static final int LONGEST_REASON = 300;

    private final EngineHome home;

    private EngineLog(EngineHome home) {
        this.home = home;
    }

    static EngineLog prepare(EngineHome home, EngineAccount account) throws IOException {
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

    /** What PostgreSQL said last before it ended, if it said anything: a fatal error, or what it could not even log. */
    Optional<String> reason() throws IOException {
        String early = tail(home.startupLog());
        Optional<String> fatal = lastFatalLine(early);
        if (fatal.isEmpty()) {
            fatal = lastFatalLine(tail(current()));
        }
        return fatal.isPresent() || early.isBlank() || early.contains(LOG_IS_OPEN)
                ? fatal
                : Optional.of(oneLine(early));
    }

    private static Optional<String> lastFatalLine(String text) {
        return text.lines()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                .filter(line -> !line.contains(TURNED_AWAY))
                .reduce((first, second) -> second)
                .map(line -> line.substring(Math.max(line.indexOf("FATAL:"), line.indexOf("PANIC:"))));
    }

    private static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + " ...";
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
