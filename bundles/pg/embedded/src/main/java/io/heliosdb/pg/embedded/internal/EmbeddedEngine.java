package io.heliosdb.pg.embedded.internal;

import io.heliosdb.pg.embedded.EmbeddedPostgres;
import io.heliosdb.pg.embedded.EmbeddedPostgresException;
import io.heliosdb.pg.embedded.EmbeddedPostgresOptions;
import io.heliosdb.spi.engine.EngineEndpoint;
import io.heliosdb.spi.engine.LocalEngine;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded server as a service of the container: started when it is first wanted, stopped with this bundle. */
@Component(service = LocalEngine.class)
public final class EmbeddedEngine implements LocalEngine {
    private static final Logger LOGGER = LoggerFactory.getLogger("io.heliosdb.embedded");
    private static final String HOME_PROPERTY = "heliosdb.home";
    private static final String ADMINISTRATION_DATABASE = "postgres";

    /** How long a start that is interrupted may take to clear up. */
    private static final Duration START_ENDS = Duration.ofSeconds(30);

    private final Path home;
    private CompletableFuture<EngineEndpoint> endpoint;
    private Thread starter;
    private EmbeddedPostgres server;
    private boolean stopped;

    @Activate
    public EmbeddedEngine(BundleContext context) {
        String property = context.getProperty(HOME_PROPERTY);
        home = property == null ? Path.of(System.getProperty("user.home"), ".heliosdb") : Path.of(property);
    }

    @Override
    public synchronized CompletionStage<EngineEndpoint> start() {
        if (endpoint == null || endpoint.isCompletedExceptionally()) {
            CompletableFuture<EngineEndpoint> outcome = new CompletableFuture<>();
            endpoint = outcome;
            starter = new Thread(() -> start(outcome), "embedded-postgres-start");
            starter.setDaemon(true);
            starter.start();
        }
        return endpoint;
    }

    private void start(CompletableFuture<EngineEndpoint> outcome) {
        try {
            EmbeddedPostgres started = EmbeddedPostgres.start(
                    EmbeddedPostgresOptions.builder(home).progress(LOGGER::info).build());
            if (!keep(started)) {
                started.close();
                throw new InterruptedException("stopped while PostgreSQL was started");
            }
            LOGGER.info("PostgreSQL {} runs as process {}", started.serverVersion(), started.pid());
            outcome.complete(new EngineEndpoint(
                    started.socketDirectory().toString(),
                    started.port(),
                    started.superuser(),
                    Optional.empty(),
                    ADMINISTRATION_DATABASE));
        } catch (EmbeddedPostgresException e) {
            outcome.completeExceptionally(unreachable(e.getMessage()));
        } catch (InterruptedException e) {
            outcome.completeExceptionally(unreachable("the server is stopping"));
        } catch (RuntimeException e) {
            LOGGER.error("the embedded PostgreSQL could not be started", e);
            outcome.completeExceptionally(unreachable("the embedded PostgreSQL could not be started: " + e));
        }
    }

    private static HeliosException unreachable(String why) {
        return new HeliosException(SqlState.CANNOT_CONNECT_NOW, why);
    }

    private synchronized boolean keep(EmbeddedPostgres started) {
        if (!stopped) {
            server = started;
        }
        return !stopped;
    }

    /** Returns when nothing of the server runs any more, so that the next version of this bundle finds the home free. */
    @Deactivate
    void stop() throws InterruptedException {
        EmbeddedPostgres running;
        Thread starting;
        synchronized (this) {
            stopped = true;
            running = server;
            starting = starter;
        }
        if (starting != null) {
            starting.interrupt();
            starting.join(START_ENDS.toMillis());
        }
        if (running != null) {
            running.close();
        }
    }
}
