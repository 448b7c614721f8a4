package io.heliosdb.pg.engine.internal;

import io.heliosdb.pg.wire.message.SslRequest;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.util.function.Consumer;

/** Asks the engine for TLS (manual, "SSL Session Encryption"), then makes way. */
final class TlsNegotiation extends ChannelInboundHandlerAdapter {
    private static final char ACCEPTED = 'S';
    private static final char REFUSED = 'N';

    private final TlsPolicy policy;
    private final Consumer<ChannelHandlerContext> done;
    private final Consumer<Throwable> failed;
    private boolean answered;

    /**
     * @param done the connection is encrypted, or goes on in clear where the policy allows it
     * @param failed it can do neither; called once at most, and not after done
     */
    TlsNegotiation(TlsPolicy policy, Consumer<ChannelHandlerContext> done, Consumer<Throwable> failed) {
        this.policy = policy;
        this.done = done;
        this.failed = failed;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ByteBuf out = context.alloc().buffer();
        new SslRequest().encode(out);
        context.writeAndFlush(out, context.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf received = (ByteBuf) message;
        try {
            if (answered || received.readableBytes() != 1) {
                // More than the answer came in clear: somebody else could have put it there.
                throw new HeliosException(
                        SqlState.PROTOCOL_VIOLATION,
                        "the engine answered the request for TLS with more than one octet");
            }
            answered = true;
            answer(context, (char) received.readByte());
        } finally {
            received.release();
        }
    }

    private void answer(ChannelHandlerContext context, char answer) {
        if (answer == ACCEPTED) {
            SslHandler tls = policy.handler(context.alloc());
            context.pipeline().addFirst(tls);
            tls.handshakeFuture().addListener(handshake -> {
                if (handshake.isSuccess()) {
                    done.accept(context);
                } else {
                    failed.accept(handshake.cause());
                }
            });
        } else if (answer == REFUSED && !policy.required()) {
            done.accept(context);
        } else if (answer == REFUSED) {
            throw new HeliosException(
                    SqlState.CONNECTION_REJECTED, "the engine speaks no TLS, and sslmode asks for it");
        } else {
            throw new HeliosException(
                    SqlState.PROTOCOL_VIOLATION,
                    "the engine answered the request for TLS with 0x" + Integer.toHexString(answer & 0xff)
                            + "; is it PostgreSQL?");
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        failed.accept(new HeliosException(
                SqlState.CONNECTION_FAILURE, "the engine closed the connection when it was asked for TLS"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failed.accept(cause);
    }
}
