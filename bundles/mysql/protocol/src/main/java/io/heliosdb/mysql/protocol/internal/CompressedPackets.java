package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.ByteToMessageDecoder;

/**
 * Compressed packets around the others (manual, "Compressed Packet"): three octets of length, the number, three octets of
 * the length before compression, or 0 where the payload is not compressed.
 */
final class CompressedPackets extends ChannelDuplexHandler {
    private static final int HEADER_BYTES = 7;

    /** What is shorter is not compressed, as in the vendor's server (MIN_COMPRESS_LENGTH). */
    private static final int LEAST_COMPRESSED = 50;

    private static final int LONGEST_PAYLOAD = 0xff_ffff;

    /** Room that is asked for at once, whatever a client says that it needs. */
    private static final int FIRST_BYTES = 1 << 20;

    private final Compression compression;
    private final int longestMessage;
    private ByteBuf received = Unpooled.EMPTY_BUFFER;
    private int sequence;
    private boolean refused;

    /** @param longestMessage most octets of a message; nothing that is longer is decompressed */
    CompressedPackets(Compression compression, int longestMessage) {
        this.compression = compression;
        this.longestMessage = longestMessage;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (refused) {
            ((ByteBuf) message).release();
            return;
        }
        if (received.isReadable()) {
            received = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), received, (ByteBuf) message);
        } else {
            received.release();
            received = (ByteBuf) message;
        }
        try {
            while (advance(context)) {
                // on to the next packet
            }
        } catch (HeliosException e) {
            refused = true;
            context.fireExceptionCaught(e);
        }
        if (refused || !received.isReadable()) {
            received.release();
            received = Unpooled.EMPTY_BUFFER;
        }
    }

    private boolean advance(ChannelHandlerContext context) {
        if (received.readableBytes() < HEADER_BYTES) {
            return false;
        }
        int start = received.readerIndex();
        int length = received.getUnsignedMediumLE(start);
        int uncompressed = received.getUnsignedMediumLE(start + 4);
        if (Math.max(length, uncompressed) > longestMessage) {
            throw MysqlError.PACKET_TOO_LARGE.exception();
        }
        if (received.readableBytes() < HEADER_BYTES + length) {
            return false;
        }
        sequence = received.getUnsignedByte(start + 3) + 1;
        ByteBuf payload = received.skipBytes(HEADER_BYTES).readSlice(length);
        if (uncompressed == 0) {
            context.fireChannelRead(payload.retain());
        } else {
            ByteBuf whole = context.alloc().buffer(Math.min(uncompressed, FIRST_BYTES));
            try {
                compression.decompress(payload, uncompressed, whole);
            } catch (HeliosException e) {
                whole.release();
                throw e;
            }
            context.fireChannelRead(whole);
        }
        return true;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        ByteBuf packets = (ByteBuf) message;
        try {
            ByteBuf out = context.alloc().ioBuffer(Math.min(packets.readableBytes(), FIRST_BYTES) + HEADER_BYTES);
            while (packets.isReadable()) {
                int whole = wholePackets(packets);
                if (whole > 0) {
                    wrap(packets.readSlice(whole), out);
                } else {
                    int length = packetLength(packets, 0);
                    wrap(packets.readSlice(LONGEST_PAYLOAD), out);
                    wrap(packets.readSlice(length - LONGEST_PAYLOAD), out);
                }
            }
            context.write(out, promise);
        } finally {
            packets.release();
        }
    }

    /** Octets of as many packets as fit: the vendor's Python connector cannot put the header of a packet together. */
    private static int wholePackets(ByteBuf packets) {
        int length = 0;
        while (length < packets.readableBytes()) {
            int next = length + packetLength(packets, length);
            if (next > LONGEST_PAYLOAD) {
                break;
            }
            length = next;
        }
        return length;
    }

    private static int packetLength(ByteBuf packets, int at) {
        return PacketOutput.HEADER_BYTES + packets.getUnsignedMediumLE(packets.readerIndex() + at);
    }

    private void wrap(ByteBuf piece, ByteBuf out) {
        int start = out.writerIndex();
        out.writeZero(HEADER_BYTES);
        int length = piece.readableBytes();
        boolean compressed = length >= LEAST_COMPRESSED;
        if (compressed) {
            compression.compress(piece, out);
            compressed = out.writerIndex() - start - HEADER_BYTES < length;
        }
        if (!compressed) {
            out.writerIndex(start + HEADER_BYTES).writeBytes(piece, piece.readerIndex(), length);
        }
        out.setMediumLE(start, out.writerIndex() - start - HEADER_BYTES);
        out.setByte(start + 3, sequence++);
        out.setMediumLE(start + 4, compressed ? length : 0);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        received.release();
        received = Unpooled.EMPTY_BUFFER;
        compression.close();
    }
}
