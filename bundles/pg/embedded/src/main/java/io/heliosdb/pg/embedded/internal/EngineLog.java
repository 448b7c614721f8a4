package io.heliosdb.pg.embedded.internal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** PostgreSQL's own log: files named by their time of opening, of which the newest are kept. */
public final class EngineLog {

    static final String FILE_NAME_PATTERN = "postgresql-%Y-%m-%d_%H%M%S.log";

    /** Kept files; with their rotation at 10 MB, the log is bounded. */
    private static final int KEPT = 10;

    /** How far from the end of a file a reason is looked for, in bytes. */
    private static final int TAIL = 16 * 1024;

    /** Part of the last line before PostgreSQL goes on in its own log. */
    private static final String LOG_IS_OPEN = "redirecting log output";

    private static final int LONGEST_REASON = 500;

    /** Time and process, as {@code log_line_prefix} has them. */
    private static final Pattern LINE_PREFIX = Pattern.compile("^[-0-9:. ]+ [A-Z]+ \\[\\d+] ");

    /** A fatal error of the server's own: a session's has the session's user between process and severity. */
    private static final Pattern FATAL = Pattern.compile("((?<=\\[\\d{1,10}] )FATAL: .*|PANIC: .*)");

    private final EngineHome home;

    private EngineLog(EngineHome home) {
        this.home = home;
    }

    static EngineLog prepare(EngineHome home, EngineAccount account) throws IOException {
        account.adopt(FileAccess.createDirectory(home.log(), FileAccess.PRIVATE_DIRECTORY));
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

    /** A place in the log: what a run says comes after its mark. */
    record Mark(Path file, long size) {}

    Mark mark() throws IOException {
        Path file = current();
        return new Mark(file, Files.exists(file) ? Files.size(file) : 0);
    }

    /**
     * Why a run of PostgreSQL ended: all that it said before its log was open, or else the last fatal error that was not a
     * client's.
     */
    Optional<String> reasonSince(Mark mark) throws IOException {
        String early = tail(home.startupLog(), 0);
        if (!early.isBlank() && !early.contains(LOG_IS_OPEN)) {
            return Optional.of(oneLine(early));
        }
        Path file = current();
        return tail(file, file.equals(mark.file()) ? mark.size() : 0)
                .lines()
                .map(FATAL::matcher)
                .filter(Matcher::find)
                .map(fatal -> fatal.group(1))
                .reduce((first, second) -> second);
    }

    private static String oneLine(String text) {
        String line = text.lines()
                .map(each -> LINE_PREFIX.matcher(each).replaceFirst("").strip())
                .collect(Collectors.joining(" "));
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + " ...";
    }

    private static String tail(Path file, long begin) throws IOException {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            long start = Math.max(begin, reader.length() - TAIL);
            byte[] bytes = new byte[(int) Math.max(0, reader.length() - start)];
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
