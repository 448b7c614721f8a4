package com.example.resp.internal;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts what the client sends into commands (Redis, "RESP protocol description": arrays of bulk strings), and hands
 * them to the session one by one, as fast as it takes them. What the session does not take yet is kept, and the
 * client is not read meanwhile.
 */
final class RespFrameDecoder extends ChannelInboundHandlerAdapter {
    /** Type, sign, digits of a length. */
    private static final int LONGEST_HEADER = 32;

    /** The shortest bulk string, of no octets: {@code $0 CR LF CR LF}. */
    private static final int SHORTEST_BULK = 6;

    private enum State {
        ARRAY,
        BULK_LENGTH,
        BULK
    }

    private final RespSession session;
    private ChannelHandlerContext context;
    private ByteBuf received = Unpooled.EMPTY_BUFFER;
    private boolean decoding;

    private State state = State.ARRAY;
    private List<byte[]> words = List.of();
    private int missingWords;
    private int bulkLength;

    /** Octets of the command so far, as it announces them. */
    private long announced;

    RespFrameDecoder(RespSession session) {
        this.session = session;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext handlerContext) {
        context = handlerContext;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        received = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), received, (ByteBuf) message);
        resume();
    }

    /** The session takes commands again. Inside of a command nothing happens: the loop goes on by itself. */
    void resume() {
        if (decoding) {
            return;
        }
        decoding = true;
        try {
            while (session.takesMessages() && advance()) {
                // on to the next part
            }
        } catch (HeliosException e) {
            session.end(e);
        } finally {
            decoding = false;
        }
        if (session.isEnded() || !received.isReadable()) {
            release();
        }
        // A client that is waited for is always read, so that its going is noticed.
        context.channel().config().setAutoRead(session.takesMessages() || !received.isReadable());
    }

    /** @return whether there was a whole part */
    private boolean advance() {
        switch (state) {
            case ARRAY -> {
                Integer length = header('*', "multibulk");
                if (length == null) {
                    return false;
                }
                announced = 0;
                announce(1L * SHORTEST_BULK * length);
                words = new ArrayList<>();
                missingWords = length;
                state = length > 0 ? State.BULK_LENGTH : State.ARRAY; // an empty command is passed over
            }
            case BULK_LENGTH -> {
                Integer length = header('$', "bulk");
                if (length == null) {
                    return false;
                }
                announce(length);
                bulkLength = length;
                state = State.BULK;
            }
            case BULK -> {
                if (received.readableBytes() < bulkLength + 2) {
                    return false;
                }
                words.add(ByteBufUtil.getBytes(received, received.readerIndex(), bulkLength));
                received.skipBytes(bulkLength);
                if (received.readByte() != '\r' || received.readByte() != '\n') {
                    throw protocolError("no end of a bulk string");
                }
                missingWords--;
                state = missingWords > 0 ? State.BULK_LENGTH : State.ARRAY;
                if (missingWords == 0) {
                    session.command(words);
                }
            }
        }
        return true;
    }

    /** A length behind its type, as far as it is whole; null before that. */
    private Integer header(char type, String name) {
        int start = received.readerIndex();
        if (received.isReadable() && received.getByte(start) != type) {
            throw protocolError(
                    "expected '" + type + "', got 0x" + Integer.toHexString(received.getUnsignedByte(start)));
        }
        int end = received.indexOf(start, Math.min(received.writerIndex(), start + LONGEST_HEADER), (byte) '\n');
        if (end < 0 && received.readableBytes() < LONGEST_HEADER) {
            return null;
        }
        String digits = end < 0 ? "" : received.toString(start + 1, end - start - 1, StandardCharsets.ISO_8859_1);
        if (!digits.matches("\\d{1,9}\r")) {
            throw protocolError("invalid " + name + " length");
        }
        received.readerIndex(end + 1);
        return Integer.valueOf(digits.strip());
    }

    /** Before anything is kept of it. */
    private void announce(long octets) {
        announced += octets;
        if (announced > session.longestMessage()) {
            throw new HeliosException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "Protocol error: command of " + announced + " octets (expected: <= " + session.longestMessage()
                            + ")");
        }
    }

    private static HeliosException protocolError(String message) {
        return new HeliosException(SqlState.PROTOCOL_VIOLATION, "Protocol error: " + message);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        session.writable(ctx.channel().isWritable());
        resume();
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        session.disconnected();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        session.disconnected();
        release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        session.failed(cause);
    }

    private void release() {
        received.release();
        received = Unpooled.EMPTY_BUFFER;
    }
}
