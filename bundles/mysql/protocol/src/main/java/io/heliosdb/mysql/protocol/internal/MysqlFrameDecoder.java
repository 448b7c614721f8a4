package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;

/**
 * Cuts a client's octets into packets, joins those that belong together, and hands the payloads to the session one by one,
 * as fast as it takes them (manual, "MySQL Packets"). What the session does not take yet is kept, and the client is not
 * read meanwhile.
 */
public final class MysqlFrameDecoder extends ChannelInboundHandlerAdapter {
    private static final int SEQUENCE_MASK = 0xff;

    private final MysqlSession session;
    private ChannelHandlerContext context;
    private ByteBuf received = Unpooled.EMPTY_BUFFER;

    /** The payload so far of a message that takes several packets. */
    private ByteBuf joined;

    private int expectedSequence;
    private boolean decoding;

    public MysqlFrameDecoder(MysqlSession session) {
        this.session = session;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext handlerContext) {
        context = handlerContext;
        session.attach(this, handlerContext);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        received = received.isReadable()
                ? ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), received, (ByteBuf) message)
                : replace((ByteBuf) message);
        decode();
    }

    private ByteBuf replace(ByteBuf message) {
        received.release();
        return message;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        session.flush();
    }

    /** What was received and not read yet, which is no longer this decoder's; to be released by the caller. */
    ByteBuf takeRest() {
        return received.readRetainedSlice(received.readableBytes());
    }

    /** Whether no message is only partly received. */
    boolean isEmpty() {
        return !received.isReadable() && joined == null;
    }

    /** The session takes messages again. Nothing happens inside of {@link #decode}, which goes on by itself. */
    void resume() {
        if (!decoding) {
            decode();
            session.flush();
        }
    }

    private void decode() {
        if (decoding) {
            return;
        }
        decoding = true;
        try {
            while (session.takesMessages() && advance()) {
                // on to the next packet
            }
        } catch (HeliosException e) {
            session.end(e);
        } finally {
            decoding = false;
        }
        settle();
    }

    private void settle() {
        if (session.isEnded()) {
            release();
        } else if (!received.isReadable()) {
            received.release();
            received = Unpooled.EMPTY_BUFFER;
        }
        // A client that is waited for is always read, so that its going is noticed.
        context.channel().config().setAutoRead(session.takesMessages() || !received.isReadable());
    }

    /** @return whether there was a whole packet */
    private boolean advance() {
        if (received.readableBytes() < PacketOutput.HEADER_BYTES) {
            return false;
        }
        int start = received.readerIndex();
        int length = received.getUnsignedMediumLE(start);
        int sequence = received.getUnsignedByte(start + Integer.BYTES - 1);
        check(length, sequence);
        if (received.readableBytes() < PacketOutput.HEADER_BYTES + length) {
            return false;
        }
        ByteBuf payload = received.skipBytes(PacketOutput.HEADER_BYTES).readSlice(length);
        if (joined == null && length < PacketOutput.LONGEST_PAYLOAD) {
            session.message(payload, sequence);
            return true;
        }
        if (joined == null) {
            joined = context.alloc().buffer(length);
        }
        joined.writeBytes(payload);
        expectedSequence = sequence + 1 & SEQUENCE_MASK;
        if (length < PacketOutput.LONGEST_PAYLOAD) {
            ByteBuf whole = joined;
            joined = null;
            try {
                session.message(whole, sequence);
            } finally {
                whole.release();
            }
        }
        return true;
    }

    /** Before anything is allocated for the payload. */
    private void check(int length, int sequence) {
        int expected = joined == null ? session.expectedSequence() : expectedSequence;
        if (sequence != expected && session.checksSequence()) {
            throw MysqlError.PACKETS_OUT_OF_ORDER.exception();
        }
        long whole = (joined == null ? 0L : joined.readableBytes()) + length + PacketOutput.HEADER_BYTES;
        if (whole > session.longestMessage()) {
            throw MysqlError.PACKET_TOO_LARGE.exception();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        session.clientWritable(ctx.channel().isWritable());
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
        if (joined != null) {
            joined.release();
            joined = null;
        }
    }
}
