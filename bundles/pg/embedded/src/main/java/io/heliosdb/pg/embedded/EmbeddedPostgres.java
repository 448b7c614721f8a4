package io.heliosdb.pg.embedded;

import io.heliosdb.pg.embedded.internal.PostgresRun;
import io.heliosdb.pg.embedded.internal.PostgresRuns;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of one's own, run as a supervised child process. It keeps everything in its home directory, listens
 * on a Unix socket in a private directory, never runs as root, ends with this JVM even if that is killed, and is started
 * again when it ends by itself.
 *
 * <p>On the socket, the operating-system user of this JVM may connect as every role without a password; nobody else may
 * connect at all. Socket directory, port and superuser stay the same for the life of this object, over all restarts.
 *
 * <p>Safe for use by several threads.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    /** What the server is doing. */
    public enum State {
        STARTING,
        RUNNING,
        /** PostgreSQL ended by itself and could not be started yet, or is not to be started again. */
        FAILED,
        /** Closed. */
        STOPPED
    }

    /** The superuser role that owns the cluster. */
    public static final String SUPERUSER = "helios";

    private static final Logger logger = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration LOG_PRUNING_INTERVAL = Duration.ofMinutes(10);

    private final EmbeddedPostgresOptions options;
    private final ScheduledExecutorService supervisor;
    private final AtomicBoolean closing = new AtomicBoolean();

    /** Held while PostgreSQL is started or stopped. */
    private final Object lifecycle = new Object();

    private PostgresRuns runs;
    private int failedAttempts;
    private volatile PostgresRun run;
    private volatile State state = State.STARTING;
    private volatile Optional<String> failure = Optional.empty();

    private EmbeddedPostgres(EmbeddedPostgresOptions options) {
        this.options = options;
        this.supervisor = new ScheduledThreadPoolExecutor(
                1, EmbeddedPostgres::supervisingThread, new ThreadPoolExecutor.DiscardPolicy());
    }

    private static Thread supervisingThread(Runnable task) {
        Thread thread = new Thread(task, "embedded-postgres");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Starts a server and waits until it answers. The first start in a home unpacks the programs and initialises the
     * cluster, which takes a few seconds.
     *
     * @throws EmbeddedPostgresException the home cannot be used, or PostgreSQL does not start; nothing is left
     *     running
     * @throws InterruptedException the thread was interrupted while it waited; nothing is left running
     */
    public static EmbeddedPostgres start(EmbeddedPostgresOptions options)
            throws EmbeddedPostgresException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before PostgreSQL was started");
        }
        EmbeddedPostgres server = new EmbeddedPostgres(options);
        boolean started = false;
        try {
            server.startFirst();
            started = true;
            return server;
        } catch (EmbeddedPostgresException e) {
            throw e;
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "the embedded PostgreSQL cannot be started in home " + options.home() + ": " + e, e);
        } finally {
            if (!started) {
                server.close();
            }
        }
    }

    private void startFirst() throws IOException, InterruptedException {
        synchronized (lifecycle) {
            runs = PostgresRuns.prepare(options, SUPERUSER);
            startRun();
        }
        Future<?> unused = supervisor.scheduleWithFixedDelay(
                this::pruneLog,
                LOG_PRUNING_INTERVAL.toMillis(),
                LOG_PRUNING_INTERVAL.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void startRun() throws IOException, InterruptedException {
        changeTo(State.STARTING);
        PostgresRun started = runs.start(closing::get);
        run = started;
        failure = Optional.empty();
        changeTo(State.RUNNING);
        CompletionStage<Void> unused = started.onExit().thenAcceptAsync(exit -> ended(started, exit), supervisor);
    }

    private void ended(PostgresRun ended, PostgresExit exit) {
        synchronized (lifecycle) {
            if (closing.get() || exit.requested()) {
                return;
            }
            if (ended.age().compareTo(options.restart().longestDelay()) >= 0) {
                failedAttempts = 0;
            }
            failed("PostgreSQL (process " + exit.pid() + ") ended by itself: " + exit.reason());
        }
    }

    private void failed(String reason) {
        failure = Optional.of(reason);
        changeTo(State.FAILED);
        if (failedAttempts >= options.restart().attempts()) {
            logger.error("{}; it is not started again", reason);
            return;
        }
        Duration delay = options.restart().delay(failedAttempts++);
        logger.error("{}; it is started again in {} ms", reason, delay.toMillis());
        Future<?> unused = supervisor.schedule(this::restart, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void restart() {
        synchronized (lifecycle) {
            if (closing.get()) {
                return;
            }
            try {
                startRun();
                logger.info("PostgreSQL is back as process {}", run.pid());
            } catch (IOException e) {
                failed(e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void changeTo(State next) {
        state = next;
        try {
            options.onState().accept(next);
        } catch (RuntimeException e) {
            logger.warn("the listener for the state of PostgreSQL failed", e);
        }
    }

    private void pruneLog() {
        try {
            runs.log().prune();
        } catch (IOException e) {
            logger.warn("old files of PostgreSQL's log cannot be deleted: {}", e.toString());
        }
    }

    public State state() {
        return state;
    }

    /** Why the server is not running, in one line; empty unless it {@link State#FAILED failed}. */
    public Optional<String> failure() {
        return state == State.FAILED ? failure : Optional.empty();
    }

    /** The directory of the Unix socket, as drivers take it for a host. */
    public Path socketDirectory() {
        return runs.socketDirectory();
    }

    /** The Unix socket itself. */
    public Path socket() {
        return runs.socket();
    }

    /** The port: part of the socket's name and, if there is a TCP listener, where that listens. */
    public int port() {
        return runs.port();
    }

    /** Where the TCP listener listens; empty if none was asked for. */
    public Optional<InetSocketAddress> tcpAddress() {
        return options.tcp().map(tcp -> new InetSocketAddress(tcp.address().getAddress(), port()));
    }

    public String superuser() {
        return SUPERUSER;
    }

    /** The version as the server reports it, such as {@code 18.6}. */
    public String serverVersion() {
        return run.serverVersion();
    }

    /** The process of the server; after it ended, of its last run. */
    public long pid() {
        return run.pid();
    }

    /** The file that PostgreSQL logs to at this moment. Old ones lie beside it. */
    public Path logFile() throws IOException {
        return runs.log().current();
    }

    /** Completes when the server process that is running now ends, whatever the cause. Each restart has a stage of its own. */
    public CompletionStage<PostgresExit> onExit() {
        return run.onExit();
    }

    /**
     * Runs administrative statements as superuser in database {@code postgres}, such as the creation of roles and
     * databases. Several statements, separated by semicolons, form one transaction.
     *
     * @throws EmbeddedPostgresException the server is not running or reports an error, with its message and SQLSTATE
     */
    public void administer(String sql) throws EmbeddedPostgresException {
        runs.administer(sql);
    }

    /**
     * Stops the server: sessions end, a checkpoint is written. Returns when the process has gone and the home is free.
     * Closing twice does nothing.
     */
    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        supervisor.shutdownNow();
        boolean interrupted = false;
        synchronized (lifecycle) {
            if (runs != null) {
                interrupted = runs.stop();
            }
        }
        changeTo(State.STOPPED);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
