package io.heliosdb.pg.engine.internal;

import io.heliosdb.pg.wire.message.CancelRequest;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cancels what a connection runs (manual, "Canceling Requests in Progress"). */
final class Cancel {
    private static final Logger LOGGER = LoggerFactory.getLogger(Cancel.class);

    private Cancel() {}

    /**
     * Asks the engine, on a connection of its own. Until the engine has closed that one, the cancelled connection counts
     * as being cancelled, and so serves nobody else.
     *
     * @return complete when the engine has taken notice, or cannot be asked; never failed
     */
    static CompletionStage<Void> send(LoopPool pool, Backend backend) {
        CompletableFuture<Void> whole = new CompletableFuture<>();
        if (backend.key().secretKey().length == 0) {
            whole.complete(null); // the engine gave no key: it cannot cancel
            return whole;
        }
        backend.cancelBegan();
        CompletableFuture<Void> noticed = whole.handle((done, failure) -> {
            if (failure != null) {
                LOGGER.warn("engine process {} could not be cancelled: {}", backend.processId(), failure.toString());
            }
            backend.cancelEnded();
            return null;
        });
        ScheduledFuture<?> timer = pool.loop()
                .schedule(
                        () -> whole.completeExceptionally(
                                new HeliosException(SqlState.CONNECTION_FAILURE, "the engine did not answer")),
                        pool.settings().connectTimeout().toNanos(),
                        TimeUnit.NANOSECONDS);
        boolean encrypt = backend.context().pipeline().get(SslHandler.class) != null;
        pool.context().connector().dialer().dial(pool.loop(), encrypt, whole).whenComplete((channel, failure) -> {
            if (failure != null) {
                timer.cancel(false);
                whole.completeExceptionally(failure);
            } else {
                request(channel, backend);
                channel.closeFuture().addListener(closed -> {
                    timer.cancel(false);
                    whole.complete(null);
                });
            }
        });
        return noticed;
    }

    private static void request(Channel channel, Backend backend) {
        ByteBuf out = channel.alloc().buffer();
        new CancelRequest(backend.processId(), backend.key().secretKey()).encode(out);
        channel.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
}
