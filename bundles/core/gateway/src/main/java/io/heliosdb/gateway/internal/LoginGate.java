package io.heliosdb.gateway.internal;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;

/**
 * First in the pipeline until the login: lets no more than the permitted bytes through. A protocol that still asks for
 * more is refused. One that has stopped reading, because it is looking at a login whose request brought a long body along,
 * gets the rest after the login.
 */
final class LoginGate extends ChannelDuplexHandler {
    /** Told to a connection that has been too long in a waiting room that is full. */
    enum Crowded {
        OUT
    }

    private final Connection connection;
    private ChannelHandlerContext context;
    private ByteBuf rest;
    private int passed;
    private boolean passing;
    private boolean refused;

    LoginGate(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    /** The login succeeded. */
    void open() {
        if (!passing && context != null && !context.isRemoved()) {
            context.pipeline().remove(this);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (refused) {
            ReferenceCountUtil.release(message);
            return;
        }
        ByteBuf bytes = (ByteBuf) message;
        int allowed = connection.context().settings().waitingRoom().bytes() - passed;
        if (rest != null) {
            rest = Unpooled.wrappedBuffer(rest, bytes);
        } else if (bytes.readableBytes() <= allowed) {
            pass(ctx, bytes);
        } else {
            rest = bytes;
            if (allowed > 0) {
                pass(ctx, rest.readRetainedSlice(allowed));
            }
        }
        if (connection.isLoggedIn()) {
            open();
        } else if (rest != null && ctx.channel().config().isAutoRead()) {
            refuse();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == Crowded.OUT) {
            connection.end(new HeliosException(
                    SqlState.TOO_MANY_CONNECTIONS, "sorry, too many clients are logging in already"));
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (rest != null && !passing) {
            refuse();
            return;
        }
        ctx.read();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (rest == null) {
            return;
        }
        ByteBuf bytes = rest;
        rest = null;
        if (ctx.channel().isActive()) {
            ctx.fireChannelRead(bytes);
            ctx.fireChannelReadComplete();
        } else {
            bytes.release();
        }
    }

    private void pass(ChannelHandlerContext ctx, ByteBuf bytes) {
        passed += bytes.readableBytes();
        passing = true;
        ctx.fireChannelRead(bytes);
        passing = false;
    }

    private void refuse() {
        refused = true;
        connection.context().limitWarnings().warn("limit of bytes before login reached by " + connection.address());
        connection.end(new HeliosException(
                SqlState.PROTOCOL_VIOLATION,
                "more than " + connection.limits().preLoginBytes() + " bytes before the login"));
    }
}
