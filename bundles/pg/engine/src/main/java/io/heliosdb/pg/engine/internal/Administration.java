package io.heliosdb.pg.engine.internal;

import io.heliosdb.spi.engine.EngineEndpoint;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What is done as the engine's administrator, on connections of its own. For several threads. */
final class Administration {
    private static final Map<String, String> PARAMETERS =
            Map.of("application_name", "heliosdb", "client_encoding", "UTF8");

    private final Connector connector;
    private final EventLoop loop;
    private final OutputBuffers buffers = new OutputBuffers();
    private final Optional<EnginePassword> password;

    Administration(Connector connector, EventLoop loop) {
        this.connector = connector;
        this.loop = loop;
        this.password = connector.address().endpoint().password().map(EnginePassword::new);
    }

    /** Complete when the engine let the administrator in. */
    CompletionStage<Void> ping() {
        return open(Optional.empty()).thenAccept(AdministratorSession::close);
    }

    /** The administrator's own password, which its role logs in with. */
    Optional<EnginePassword> password() {
        return password;
    }

    /**
     * Opens a connection for statements.
     *
     * @param database empty for the administrator's own
     */
    CompletionStage<AdministratorSession> open(Optional<String> database) {
        EngineEndpoint endpoint = connector.address().endpoint();
        CompletableFuture<AdministratorSession> opened = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                Login login =
                        new Login(endpoint.administrator(), database.orElse(endpoint.database()), PARAMETERS, password);
                connector.connect(loop, login, buffers).whenComplete((backend, failure) -> {
                    if (failure == null) {
                        opened.complete(new AdministratorSession(backend));
                    } else {
                        opened.completeExceptionally(ConnectFailure.of(failure));
                    }
                });
            } catch (RuntimeException e) {
                opened.completeExceptionally(ConnectFailure.of(e));
            }
        });
        return opened;
    }

    /** Frees what the connections shared. */
    void close() {
        loop.execute(buffers::close);
    }
}
