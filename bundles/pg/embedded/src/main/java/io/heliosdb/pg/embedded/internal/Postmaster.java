package io.heliosdb.pg.embedded.internal;

import io.heliosdb.pg.embedded.EmbeddedPostgresException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One run of the PostgreSQL server process. */
final class Postmaster {

    private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);
    private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(5);
    private static final Duration LOG_DELAY = Duration.ofSeconds(1);
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 5;

    /** What Java adds to a signal's number to make an exit status of it. */
    private static final int SIGNAL_BASE = 128;

    private final Process process;
    private final Path data;
    private final Signals signals;
    private final EngineLog log;
    private final EngineLog.Mark begun;

    private Postmaster(Process process, Path data, Signals signals, EngineLog log, EngineLog.Mark begun) {
        this.process = process;
        this.data = data;
        this.signals = signals;
        this.log = log;
        this.begun = begun;
    }

    static Postmaster launch(
            EngineHome home, Binaries binaries, EngineAccount account, Path configuration, EngineLog log)
            throws IOException {
        List<String> command = List.of(
                binaries.program("postgres").toString(),
                "-D",
                home.data().toString(),
                "-c",
                "config_file=" + configuration);
        ProcessBuilder builder = new ProcessBuilder(account.command(ownSession(ParentWatch.around(command))))
                .directory(binaries.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.startupLog().toFile());
        Subprocess.purgeEnvironment(builder);
        EngineLog.Mark begun = log.mark();
        return new Postmaster(builder.start(), home.data(), new Signals(binaries, account), log, begun);
    }

    /** A session of its own keeps the terminal's Ctrl-C from PostgreSQL: the server drains first, then stops it. */
    private static List<String> ownSession(List<String> command) {
        if (!Platform.isLinux()) {
            return command;
        }
        List<String> full = new ArrayList<>(List.of("setsid"));
        full.addAll(command);
        return full;
    }

    /**
     * Waits until the server answers.
     *
     * @param cancelled asked again and again, ends the wait when true
     * @return the server's version as it reports it
     * @throws EmbeddedPostgresException it ended, or did not answer within the limit, or the wait was cancelled
     */
    String awaitReady(
            Path socket, String superuser, Duration limit, BooleanSupplier cancelled, Consumer<String> progress)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        long nextProgress = begin + PROGRESS_INTERVAL.toNanos();
        while (process.isAlive()) {
            if (saysThatItIsReady()) {
                return version(socket, superuser);
            }
            long now = System.nanoTime();
            if (cancelled.getAsBoolean()) {
                throw new EmbeddedPostgresException("the start of PostgreSQL was cancelled");
            }
            if (now - begin > limit.toNanos()) {
                throw new EmbeddedPostgresException(
                        "PostgreSQL did not get ready within " + limit.toSeconds() + " s; see " + log.current());
            }
            if (now - nextProgress > 0) {
                nextProgress = now + PROGRESS_INTERVAL.toNanos();
                progress.accept("PostgreSQL is still starting after "
                        + Duration.ofNanos(now - begin).toSeconds()
                        + " s (recovering from a crash takes its time); log: " + log.current());
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new EmbeddedPostgresException("PostgreSQL ended while it was starting: " + reasonOfEnd());
    }

    /** Asked of the file first: PostgreSQL logs every connection that it turns away, and a recovery can be long. */
    private boolean saysThatItIsReady() throws IOException {
        return PidFile.read(data)
                .filter(file -> file.pid() == pid() && file.ready())
                .isPresent();
    }

    private String version(Path socket, String superuser) throws IOException {
        try (ControlConnection connection = ControlConnection.open(socket, superuser, PROBE_LIMIT)) {
            return connection.parameter("server_version");
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL does not let its supervisor in: " + e.getMessage() + "; see " + log.current(), e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Why it ended, for people: the signal, or what its log says, or else its exit status. */
    String reasonOfEnd() throws IOException, InterruptedException {
        int status = process.exitValue();
        String cause = status > SIGNAL_BASE
                ? "signal " + (status - SIGNAL_BASE)
                : loggedReason().orElse("status " + status);
        return cause + "; see " + log.current();
    }

    /** PostgreSQL's log is written by a process that ends a moment after the postmaster. */
    private Optional<String> loggedReason() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Optional<String> reason = log.reasonSince(begun);
        while (reason.isEmpty() && process.exitValue() != 0 && System.nanoTime() - begin < LOG_DELAY.toNanos()) {
            Thread.sleep(POLL_MILLIS);
            reason = log.reasonSince(begun);
        }
        return reason;
    }

    /**
     * Stops the server: fast, which ends sessions and writes a checkpoint; then immediately, which leaves the recovery to
     * the next start; then the hard way. Returns when the process has gone.
     */
    void stop(Duration limit) throws InterruptedException {
        if (!process.isAlive()) {
            return;
        }
        signal("INT");
        if (!endsWithin(limit)) {
            signal("QUIT");
            if (!endsWithin(LAST_PATIENCE)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private void signal(String signal) throws InterruptedException {
        try {
            signals.send(signal, pid());
        } catch (IOException e) {
            closePipe();
        }
    }

    /** Has the watcher ask for the fast shutdown: that works where no new process can be started. */
    private void closePipe() {
        try {
            process.getOutputStream().close();
        } catch (IOException ignored) {
            // The pipe is closed either way.
        }
    }

    private boolean endsWithin(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
