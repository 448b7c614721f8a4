package @package@.internal;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Cuts what the client sends into messages, and hands them to the session one by one, as fast as it takes them. What
 * the session does not take yet is kept, and the client is not read meanwhile.
 */
final class @Name@FrameDecoder extends ChannelInboundHandlerAdapter {
    private final @Name@Session session;
    private ChannelHandlerContext context;
    private ByteBuf received = Unpooled.EMPTY_BUFFER;

    /** Octets at the begin of what was received that are known to have no end of a line. */
    private int searched;

    private boolean decoding;

    @Name@FrameDecoder(@Name@Session session) {
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

    /** The session takes messages again. Inside of a message nothing happens: the loop goes on by itself. */
    void resume() {
        if (decoding) {
            return;
        }
        decoding = true;
        try {
            while (session.takesMessages() && advance()) {
                // on to the next message
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

    /** @return whether there was a whole message */
    private boolean advance() {
        int start = received.readerIndex();
        int end = received.indexOf(start + searched, received.writerIndex(), (byte) '\n');
        int length = end < 0 ? received.readableBytes() : end - start;
        if (length >= session.longestMessage()) {
            throw new HeliosException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "line of " + length + " octets (expected: < " + session.longestMessage() + ")");
        }
        if (end < 0) {
            searched = length;
            return false;
        }
        searched = 0;
        ByteBuffer octets = received.nioBuffer(start, length);
        received.readerIndex(end + 1);
        session.message(text(octets));
        return true;
    }

    private static String text(ByteBuffer octets) {
        try {
            String line = StandardCharsets.UTF_8.newDecoder().decode(octets).toString();
            String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            if (text.chars().anyMatch(character -> character < ' ' && character != '\t')) {
                throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "control character (expected: text)");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "octets that are no UTF-8 (expected: text)");
        }
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
        searched = 0;
    }
}
