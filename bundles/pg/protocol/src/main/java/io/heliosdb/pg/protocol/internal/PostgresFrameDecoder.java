package io.heliosdb.pg.protocol.internal;

import io.heliosdb.pg.wire.FrameGatherer;
import io.heliosdb.pg.wire.message.InitialMessage;
import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.protocol.ClientLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Cuts a client's octets into messages and hands them to its session: the initial and the login messages one by one,
 * those of a session that is open in runs, as long as nobody needs to look into them.
 */
public final class PostgresFrameDecoder extends ChannelInboundHandlerAdapter {
    /** Longest login message by its own length field, as PostgreSQL's PG_MAX_SASL_MESSAGE_LENGTH. */
    private static final int MAX_LOGIN_LENGTH = 1024;

    private final PostgresSession session;
    private final ClientLimits limits;
    private final MessageLog log;
    private final FrameGatherer gatherer = new FrameGatherer();

    public PostgresFrameDecoder(PostgresSession session, ClientLimits limits, long client) {
        this.session = session;
        this.limits = limits;
        log = new MessageLog(client);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        session.attach(this, context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf received = gatherer.join(context.alloc(), (ByteBuf) message);
        try {
            decode(received);
        } finally {
            gatherer.keep(received);
        }
    }

    /** Whether no message is only partly received. */
    boolean isEmpty() {
        return gatherer.size() == 0;
    }

    /** Goes on with what was received while the session took no messages. */
    void resume(ChannelHandlerContext context) {
        ByteBuf kept = gatherer.join(context.alloc(), context.alloc().buffer(0));
        try {
            decode(kept);
        } finally {
            gatherer.keep(kept);
        }
    }

    private void decode(ByteBuf received) {
        try {
            while (received.isReadable()) {
                boolean advanced =
                        switch (session.phase()) {
                            case STARTUP -> decodeInitial(received);
                            case AUTHENTICATION -> decodeLogin(received);
                            case READY -> decodeRuns(received);
                            case OPENING -> false;
                            case ENDED -> {
                                received.skipBytes(received.readableBytes());
                                yield false;
                            }
                        };
                if (!advanced) {
                    return;
                }
            }
        } catch (HeliosException e) {
            received.skipBytes(received.readableBytes());
            session.end(e);
        }
    }

    private boolean decodeInitial(ByteBuf received) {
        if (received.readableBytes() < Integer.BYTES) {
            return false;
        }
        int length = received.getInt(received.readerIndex());
        if (length < InitialMessage.MIN_LENGTH
                || length > Math.min(InitialMessage.MAX_LENGTH, limits.preLoginBytes())) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "invalid length of startup packet");
        }
        if (received.readableBytes() < length) {
            return false;
        }
        log.initial(received, received.readerIndex(), length);
        ByteBuf body = received.readSlice(length).skipBytes(Integer.BYTES);
        session.initial(InitialMessage.decode(body), received.isReadable());
        return true;
    }

    private boolean decodeLogin(ByteBuf received) {
        if (received.readableBytes() < MessageCode.HEADER_BYTES || !session.awaitsLogin()) {
            return false;
        }
        byte type = received.getByte(received.readerIndex());
        int length = received.getInt(received.readerIndex() + 1);
        if (type != MessageCode.PASSWORD) {
            throw new HeliosException(
                    SqlState.PROTOCOL_VIOLATION, "expected SASL response, got message type " + (type & 0xff));
        }
        if (length < Integer.BYTES || length > MAX_LOGIN_LENGTH) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "invalid message length " + length + " in login");
        }
        if (received.readableBytes() <= length) {
            return false;
        }
        log.login(received, received.readerIndex(), length + 1);
        session.login(received.readSlice(length + 1).skipBytes(MessageCode.HEADER_BYTES));
        return true;
    }

    /** Everything whole that lies there goes out in one run, unless the session wants a message for itself. */
    private boolean decodeRuns(ByteBuf received) {
        int end = received.writerIndex();
        int runStart = received.readerIndex();
        int at = runStart;
        try {
            while (end - at >= MessageCode.HEADER_BYTES) {
                byte type = received.getByte(at);
                int length = received.getInt(at + 1);
                FrontendMessages.check(type, length, limits.messageBytes());
                if (end - at <= length) {
                    break;
                }
                if (type == MessageCode.TERMINATE) {
                    forward(received, runStart, at);
                    received.readerIndex(end);
                    session.clientTerminated();
                    return false;
                }
                if (type == MessageCode.QUERY || type == MessageCode.PARSE) {
                    session.statement(type, received, at + MessageCode.HEADER_BYTES, length - Integer.BYTES);
                }
                at += length + 1;
            }
        } catch (HeliosException e) {
            forward(received, runStart, at);
            throw e;
        }
        forward(received, runStart, at);
        received.readerIndex(at);
        return false;
    }

    private void forward(ByteBuf received, int from, int to) {
        if (to > from) {
            received.readerIndex(from);
            ByteBuf run = to - from == received.readableBytes() ? received : received.slice(from, to - from);
            log.received(run);
            session.forward(run);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        session.clientReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        session.clientWritable(context.channel().isWritable());
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        session.disconnected();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        gatherer.release();
        session.disconnected();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        session.failed(cause);
    }
}
