package io.heliosdb.pg.engine.internal;

import io.heliosdb.pg.engine.EngineAddress;
import io.heliosdb.pg.engine.SslMode;
import io.heliosdb.pg.wire.ProtocolVersion;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Makes connections to one engine that are logged in. For several event loops. */
final class Connector {
    private final EngineAddress address;
    private final Dialer dialer;
    private final Supplier<Duration> timeout;
    private final Executor blocking;

    /** Lowered once for a server that knows no newer one and does not negotiate either. */
    private volatile ProtocolVersion version = ProtocolVersion.V3_2;

    /**
     * @param timeout for a whole attempt
     * @param blocking where names are resolved and keys derived
     */
    Connector(EngineAddress address, Supplier<Duration> timeout, Executor blocking) {
        this.address = address;
        this.dialer = new Dialer(address, blocking);
        this.timeout = timeout;
        this.blocking = blocking;
    }

    EngineAddress address() {
        return address;
    }

    Dialer dialer() {
        return dialer;
    }

    /**
     * Connects and logs in. Called on the event loop.
     *
     * @return completed on the event loop; failed with a HeliosException, the engine's own with all its fields where the
     *     engine answered
     */
    CompletionStage<Backend> connect(EventLoop loop, Login login, OutputBuffers buffers) {
        CompletableFuture<Backend> result = new CompletableFuture<>();
        boolean encrypt = dialer.tls().wanted();
        attempt(loop, login, buffers, encrypt, version).whenComplete((backend, failure) -> {
            if (failure == null) {
                result.complete(backend);
                return;
            }
            ConnectFailure reason = ConnectFailure.of(failure);
            if (isUnknownVersion(reason.reason())) {
                version = ProtocolVersion.V3_0;
                forward(attempt(loop, login, buffers, encrypt, version), result);
            } else if (address.sslMode() == SslMode.PREFER && reason.isAboutTls()) {
                forward(attempt(loop, login, buffers, false, version), result);
            } else {
                result.completeExceptionally(reason);
            }
        });
        return result;
    }

    private static void forward(CompletionStage<Backend> attempt, CompletableFuture<Backend> result) {
        attempt.whenComplete((backend, failure) -> {
            if (failure == null) {
                result.complete(backend);
            } else {
                result.completeExceptionally(ConnectFailure.of(failure));
            }
        });
    }

    private boolean isUnknownVersion(HeliosException reason) {
        boolean refused = reason.sqlState().equals(SqlState.FEATURE_NOT_SUPPORTED)
                || reason.sqlState().equals(SqlState.PROTOCOL_VIOLATION);
        return refused
                && version.compareTo(ProtocolVersion.V3_0) > 0
                && reason.getMessage().contains("frontend protocol");
    }

    private CompletableFuture<Backend> attempt(
            EventLoop loop, Login login, OutputBuffers buffers, boolean encrypt, ProtocolVersion protocol) {
        CompletableFuture<Backend> outcome = new CompletableFuture<>();
        limit(loop, outcome);
        dialer.dial(loop, encrypt, outcome).whenComplete((channel, failure) -> {
            if (failure != null) {
                outcome.completeExceptionally(failure);
            } else if (!outcome.isDone()) {
                channel.pipeline()
                        .addLast(new LoginHandler(login, protocol, isUnheard(channel), blocking, buffers, outcome));
            }
        });
        return outcome;
    }

    private void limit(EventLoop loop, CompletableFuture<?> outcome) {
        Duration limit = timeout.get();
        ScheduledFuture<?> timer = loop.schedule(
                () -> outcome.completeExceptionally(new HeliosException(
                        SqlState.CONNECTION_FAILURE,
                        "the engine at " + address + " did not answer within " + limit.toMillis() + " ms")),
                limit.toNanos(),
                TimeUnit.NANOSECONDS);
        outcome.whenComplete((done, failure) -> timer.cancel(false));
    }

    /** Whether a password may be sent in clear: nobody else can listen. */
    private boolean isUnheard(Channel channel) {
        return address.endpoint().unixSocket() || channel.pipeline().get(SslHandler.class) != null;
    }
}
