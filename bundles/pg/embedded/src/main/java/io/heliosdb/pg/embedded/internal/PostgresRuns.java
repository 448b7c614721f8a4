package io.heliosdb.pg.embedded.internal;

import io.heliosdb.pg.embedded.EmbeddedPostgresException;
import io.heliosdb.pg.embedded.EmbeddedPostgresOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A prepared home, and the runs of the server in it, one after the other. Not safe for use by several threads. */
public final class PostgresRuns {

    private static final Logger logger = LoggerFactory.getLogger(PostgresRuns.class);

    /** Part of the socket's name where there is no TCP listener. */
    private static final int USUAL_PORT = 5432;

    private static final Duration STATEMENT_LIMIT = Duration.ofMinutes(1);

    private final EmbeddedPostgresOptions options;
    private final String superuser;
    private final EngineHome home;
    private final EngineAccount account;
    private final Binaries binaries;
    private final EngineLog log;
    private final int port;
    private final SocketDirectory socketDirectory;
    private PostgresRun run;

    private PostgresRuns(EmbeddedPostgresOptions options, String superuser, EngineHome home, Consumer<String> progress)
            throws IOException, InterruptedException {
        this.options = options;
        this.superuser = superuser;
        this.home = home;
        this.account = EngineAccount.of(home);
        this.binaries = Binaries.in(home, progress);
        this.log = EngineLog.prepare(home, account);
        DataDirectory.initialise(home, binaries, account, superuser, progress);
        this.port = choosePort(options);
        this.socketDirectory = SocketDirectory.choose(home, port, progress);
    }

    /** Makes the home ready: programs, cluster, socket directory. Nobody else uses the home. */
    public static PostgresRuns prepare(EmbeddedPostgresOptions options, String superuser)
            throws IOException, InterruptedException {
        EngineHome home = EngineHome.in(options.home());
        home.deleteLeftovers();
        return new PostgresRuns(options, superuser, home, line -> report(options, line));
    }

    private static void report(EmbeddedPostgresOptions options, String line) {
        logger.debug("{}", line);
        options.progress().accept(line);
    }

    private static int choosePort(EmbeddedPostgresOptions options) throws IOException {
        int wanted = options.tcp().map(tcp -> tcp.address().getPort()).orElse(USUAL_PORT);
        if (wanted != 0) {
            return wanted;
        }
        try (ServerSocket free =
                new ServerSocket(0, 1, options.tcp().orElseThrow().address().getAddress())) {
            return free.getLocalPort();
        }
    }

    /**
     * Starts the server and waits until it answers.
     *
     * @param cancelled asked again and again, ends the wait when true
     */
    public PostgresRun start(BooleanSupplier cancelled) throws IOException, InterruptedException {
        Consumer<String> progress = line -> report(options, line);
        new OrphanedProcesses(home.data(), new Signals(binaries, account)).end(progress);
        socketDirectory.prepare(home, account);
        Path configuration = Configuration.write(home, account, options, socketDirectory, port);
        Postmaster postmaster = Postmaster.launch(home, binaries, account, configuration, log);
        boolean ready = false;
        try {
            String version = postmaster.awaitReady(socket(), superuser, options.startLimit(), cancelled, progress);
            ready = true;
            run = new PostgresRun(postmaster, version);
            return run;
        } finally {
            if (!ready) {
                postmaster.stop(options.stopLimit());
            }
        }
    }

    /**
     * Ends the current run and takes the socket directory away if it is not in the home.
     *
     * @return whether the thread was interrupted meanwhile
     */
    public boolean stop() {
        boolean interrupted = false;
        while (run != null) {
            try {
                run.stop(options.stopLimit());
                run = null;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        try {
            socketDirectory.remove();
        } catch (IOException e) {
            logger.warn("socket directory {} cannot be removed: {}", socketDirectory.path(), e.toString());
        }
        return interrupted;
    }

    public void administer(String sql) throws EmbeddedPostgresException {
        try (ControlConnection connection = ControlConnection.open(socket(), superuser, STATEMENT_LIMIT)) {
            connection.query(sql);
        } catch (IOException e) {
            throw new EmbeddedPostgresException("PostgreSQL did not do what it was asked for: " + e.getMessage(), e);
        }
    }

    public Path socketDirectory() {
        return socketDirectory.path();
    }

    public Path socket() {
        return socketDirectory.socket(port);
    }

    public int port() {
        return port;
    }

    public EngineLog log() {
        return log;
    }
}
