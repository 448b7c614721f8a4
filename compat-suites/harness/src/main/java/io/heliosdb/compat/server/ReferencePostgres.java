package io.heliosdb.compat.server;

import io.heliosdb.compat.LabException;
import io.heliosdb.compat.Progress;
import io.heliosdb.pg.embedded.EmbeddedPostgres;
import io.heliosdb.pg.embedded.EmbeddedPostgresException;
import io.heliosdb.pg.embedded.EmbeddedPostgresOptions;
import io.heliosdb.pg.embedded.RestartPolicy;
import io.heliosdb.pg.embedded.TcpListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * PostgreSQL itself, on TCP with TLS: what the cases for PostgreSQL are judged by. Its user is an ordinary role, as the
 * one of the server under test is.
 */
public final class ReferencePostgres implements ServerUnderTest {

    /** The name of this server in the matrix. */
    public static final String NAME = "postgresql";

    private final EmbeddedPostgres postgres;
    private final TemporaryHome home;
    private final Endpoint endpoint;

    private ReferencePostgres(EmbeddedPostgres postgres, TemporaryHome home, Endpoint endpoint) {
        this.postgres = postgres;
        this.home = home;
        this.endpoint = endpoint;
    }

    /**
     * Starts a new server in a home of its own, which goes with it, with a database that belongs to the user.
     *
     * @param progress hears what takes its time
     * @throws LabException where it does not come up
     */
    public static ReferencePostgres start(Progress progress) throws InterruptedException {
        TemporaryHome home = TemporaryHome.make("reference");
        TlsFiles tls = TlsFiles.make(home.path().resolve("tls"));
        EmbeddedPostgresOptions options = EmbeddedPostgresOptions.builder(
                        home.path().resolve("postgres"))
                .tcp(TcpListener.withTls(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), tls.certificate(), tls.key()))
                // Off by default, and drivers have an interface for two-phase commit.
                .setting("max_prepared_transactions", "64")
                .restart(RestartPolicy.never())
                .progress(line -> progress.status("reference: " + line))
                .build();
        EmbeddedPostgres postgres = null;
        boolean up = false;
        try {
            postgres = EmbeddedPostgres.start(options);
            postgres.administer("CREATE ROLE demo LOGIN PASSWORD 'demo' NOSUPERUSER CREATEDB");
            postgres.administer("CREATE DATABASE demo OWNER demo");
            InetSocketAddress address = postgres.tcpAddress().orElseThrow();
            Endpoint endpoint = Endpoint.demo(
                    address.getAddress().getHostAddress(),
                    address.getPort(),
                    Optional.of(new Endpoint.Tls(TlsFiles.HOST, tls.authority())));
            up = true;
            return new ReferencePostgres(postgres, home, endpoint);
        } catch (EmbeddedPostgresException e) {
            throw new LabException("the reference server does not start: " + e.getMessage(), e);
        } finally {
            if (!up) {
                stop(postgres, home);
            }
        }
    }

    @Override
    public String product() {
        return "PostgreSQL " + postgres.serverVersion();
    }

    @Override
    public Endpoint endpoint(String port) {
        if (!port.equals(NAME)) {
            throw new LabException(product() + " does not speak '" + port + "'");
        }
        return endpoint;
    }

    @Override
    public Optional<Path> log() {
        try {
            return Optional.of(postgres.logFile());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isAlive() {
        return postgres.state() == EmbeddedPostgres.State.RUNNING;
    }

    @Override
    public void close() {
        stop(postgres, home);
    }

    private static void stop(EmbeddedPostgres postgres, TemporaryHome home) {
        if (postgres != null) {
            postgres.close();
        }
        home.delete();
    }
}
