package io.heliosdb.pg.embedded.internal;

import io.heliosdb.pg.embedded.EmbeddedPostgresException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a server that was killed left behind: PostgreSQL processes that are still stopping, and a {@code postmaster.pid}
 * that names a process which is no more, is a zombie, or is somebody else by now. No other server uses the home, so
 * whoever still works on the data is an orphan.
 */
final class OrphanedProcesses {

    /** The last processes of a server that was stopped in order are gone before anybody needs to hear of them. */
    private static final Duration SILENCE = Duration.ofMillis(500);

    /** For a fast shutdown that is under way, with its checkpoint. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration PATIENCE_AFTER_KILL = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 10;
    private static final Path PROC = Path.of("/proc");

    private final Path data;
    private final Signals signals;
    private final Duration patience;

    OrphanedProcesses(Path data, Signals signals) {
        this(data, signals, PATIENCE);
    }

    OrphanedProcesses(Path data, Signals signals, Duration patience) {
        this.data = data;
        this.signals = signals;
        this.patience = patience;
    }

    /**
     * Ends the processes that still work on the data, gently where they follow, and removes a pid file that would keep
     * PostgreSQL from starting.
     *
     * @throws EmbeddedPostgresException a process does not end
     */
    void end(Consumer<String> progress) throws IOException, InterruptedException {
        Optional<Long> postmaster = postmaster().filter(this::isPostgres);
        if (postmaster.isPresent()) {
            signals.send("INT", postmaster.get());
        }
        if (!endWithin(SILENCE)) {
            progress.accept("waiting for the PostgreSQL processes " + find() + " of an earlier server to end");
            if (!endWithin(patience)) {
                kill();
            }
        }
        removeStalePidFile();
    }

    private void kill() throws IOException, InterruptedException {
        for (long orphan : find()) {
            signals.send("KILL", orphan);
        }
        if (!endWithin(PATIENCE_AFTER_KILL)) {
            throw new EmbeddedPostgresException(
                    "processes " + find() + " of an earlier server still use " + data + "; end them");
        }
    }

    private boolean endWithin(Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!find().isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }

    /**
     * PostgreSQL believes a pid file whenever a process of that number and its own user exists. No such process works on
     * the data (it was looked for), so the number belongs to a zombie or was given to another process.
     */
    private void removeStalePidFile() throws IOException {
        Optional<Long> postmaster = postmaster();
        if (postmaster.isPresent() && ProcessHandle.of(postmaster.get()).isPresent() && !isPostgres(postmaster.get())) {
            Files.deleteIfExists(PidFile.in(data));
        }
    }

    /** Without {@code /proc} the backends cannot be told; PostgreSQL's own check of the pid file has to do. */
    private List<Long> find() throws IOException {
        if (!Files.isDirectory(PROC.resolve("self"))) {
            return postmaster().filter(this::isPostgres).stream().toList();
        }
        Path directory = data.toRealPath();
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (worksIn(directory, process)) {
                    found.add(Long.valueOf(process.getFileName().toString()));
                }
            }
        }
        return found;
    }

    /** Every PostgreSQL process has the data directory as its working directory; a zombie has neither link. */
    private static boolean worksIn(Path directory, Path process) {
        try {
            Path program = Files.readSymbolicLink(process.resolve("exe")).getFileName();
            return program.toString().startsWith("postgres")
                    && Files.readSymbolicLink(process.resolve("cwd")).equals(directory);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isPostgres(long pid) {
        if (Files.isDirectory(PROC.resolve("self"))) {
            return worksIn(data, PROC.resolve(Long.toString(pid)));
        }
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(false);
    }

    private Optional<Long> postmaster() throws IOException {
        return PidFile.read(data).map(PidFile::pid);
    }
}
