package io.heliosdb.gateway.internal.trace;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * A file in the format pcapng (draft-ietf-opsawg-pcapng) with one interface, whose packets begin with their IP header. What
 * is written is kept until there is much of it or {@link #flush}.
 */
final class PcapngFile implements Closeable {
    private static final int SECTION_HEADER_BLOCK = 0x0a0d0d0a;
    private static final int INTERFACE_DESCRIPTION_BLOCK = 1;
    private static final int INTERFACE_STATISTICS_BLOCK = 5;
    private static final int ENHANCED_PACKET_BLOCK = 6;

    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int MAJOR_VERSION = 1;
    private static final int MINOR_VERSION = 0;
    private static final long UNKNOWN_LENGTH = -1;

    /** IPv4 or IPv6, as the first half octet says. */
    private static final int LINKTYPE_RAW = 101;

    private static final int END_OF_OPTIONS = 0;
    private static final int COMMENT = 1;
    private static final int SECTION_OS = 3;
    private static final int SECTION_APPLICATION = 4;
    private static final int INTERFACE_NAME = 2;
    private static final int INTERFACE_DESCRIPTION = 3;
    private static final int INTERFACE_RESOLUTION = 9;
    private static final int PACKET_FLAGS = 2;
    private static final int PACKET_DROP_COUNT = 4;
    private static final int STATISTICS_START = 2;
    private static final int STATISTICS_END = 3;
    private static final int STATISTICS_RECEIVED = 4;
    private static final int STATISTICS_DROPPED = 5;

    /** Timestamps count in units of 10 to the power of minus this. */
    private static final int NANOSECONDS = 9;

    private static final int INBOUND = 1;
    private static final int OUTBOUND = 2;

    private static final int ALIGNMENT = 4;
    private static final int OPTION_HEADER_BYTES = 4;
    private static final int LONGEST_OPTION = 0xffff;

    /** Block type, both lengths, interface, timestamp, both lengths of the packet, end of options. */
    private static final int PACKET_BYTES = 8 + 4 + 8 + 8 + 4 + 4;

    private static final int FLUSHED_BYTES = 128 << 10;

    private final WritableByteChannel channel;
    private final ByteBuf out = Unpooled.buffer(FLUSHED_BYTES);
    private long flushed;
    private int blockStart;

    PcapngFile(WritableByteChannel channel) {
        this.channel = channel;
    }

    /** Octets so far. */
    long size() {
        return flushed + out.readableBytes();
    }

    /** The beginning of the file: who wrote it, and its one interface. */
    void begin(String application, String operatingSystem, String comment) throws IOException {
        beginBlock(SECTION_HEADER_BLOCK);
        out.writeIntLE(BYTE_ORDER_MAGIC)
                .writeShortLE(MAJOR_VERSION)
                .writeShortLE(MINOR_VERSION)
                .writeLongLE(UNKNOWN_LENGTH);
        option(SECTION_OS, operatingSystem);
        option(SECTION_APPLICATION, application);
        option(COMMENT, comment);
        endBlock();
        beginBlock(INTERFACE_DESCRIPTION_BLOCK);
        out.writeShortLE(LINKTYPE_RAW).writeShortLE(0).writeIntLE(0); // packets are never cut
        option(INTERFACE_NAME, "gateway");
        option(INTERFACE_DESCRIPTION, "octets between clients and the gateway, inside TLS");
        optionHeader(INTERFACE_RESOLUTION, 1);
        out.writeByte(NANOSECONDS).writeZero(ALIGNMENT - 1);
        endBlock();
    }

    /** Octets that a packet takes in the file. */
    static long sizeOf(int packetLength, long dropped, String comment) {
        long size = (long) PACKET_BYTES + padded(packetLength) + OPTION_HEADER_BYTES + Integer.BYTES;
        if (dropped > 0) {
            size += OPTION_HEADER_BYTES + Long.BYTES;
        }
        if (comment != null) {
            size += OPTION_HEADER_BYTES + padded(text(comment).length);
        }
        return size;
    }

    /**
     * Appends a packet.
     *
     * @param nanos since 1970
     * @param headers its IP and TCP headers
     * @param payload what follows them, by index
     * @param inbound whether the client sent it
     * @param dropped packets that are missing before it
     * @param comment null for none
     */
    void packet(
            long nanos,
            byte[] headers,
            ByteBuf payload,
            int index,
            int length,
            boolean inbound,
            long dropped,
            String comment)
            throws IOException {
        int packetLength = headers.length + length;
        beginBlock(ENHANCED_PACKET_BLOCK);
        out.writeIntLE(0);
        timestamp(nanos);
        out.writeIntLE(packetLength).writeIntLE(packetLength);
        out.writeBytes(headers).writeBytes(payload, index, length);
        pad(packetLength);
        optionHeader(PACKET_FLAGS, Integer.BYTES);
        out.writeIntLE(inbound ? INBOUND : OUTBOUND);
        if (dropped > 0) {
            optionHeader(PACKET_DROP_COUNT, Long.BYTES);
            out.writeLongLE(dropped);
        }
        if (comment != null) {
            option(COMMENT, comment);
        }
        endBlock();
    }

    /** The end of the file: how many packets there were, how many of them are missing, and why it ends. */
    void end(long startNanos, long endNanos, long received, long dropped, String comment) throws IOException {
        beginBlock(INTERFACE_STATISTICS_BLOCK);
        out.writeIntLE(0);
        timestamp(endNanos);
        optionHeader(STATISTICS_START, Long.BYTES);
        timestamp(startNanos);
        optionHeader(STATISTICS_END, Long.BYTES);
        timestamp(endNanos);
        optionHeader(STATISTICS_RECEIVED, Long.BYTES);
        out.writeLongLE(received);
        optionHeader(STATISTICS_DROPPED, Long.BYTES);
        out.writeLongLE(dropped);
        option(COMMENT, comment);
        endBlock();
    }

    void flush() throws IOException {
        if (out.isReadable()) {
            int length = out.readableBytes();
            ByteBuffer octets = out.nioBuffer();
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            flushed += length;
            out.clear();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void timestamp(long nanos) {
        out.writeIntLE((int) (nanos >>> Integer.SIZE)).writeIntLE((int) nanos);
    }

    private void beginBlock(int type) {
        blockStart = out.writerIndex();
        out.writeIntLE(type).writeIntLE(0);
    }

    /** Every block here has options, which end with an empty one. */
    private void endBlock() throws IOException {
        out.writeShortLE(END_OF_OPTIONS).writeShortLE(0);
        int length = out.writerIndex() + Integer.BYTES - blockStart;
        out.setIntLE(blockStart + Integer.BYTES, length);
        out.writeIntLE(length);
        if (out.readableBytes() >= FLUSHED_BYTES) {
            flush();
        }
    }

    private void option(int code, String value) {
        byte[] octets = text(value);
        optionHeader(code, octets.length);
        out.writeBytes(octets);
        pad(octets.length);
    }

    private void optionHeader(int code, int length) {
        out.writeShortLE(code).writeShortLE(length);
    }

    private void pad(int length) {
        out.writeZero(padded(length) - length);
    }

    private static int padded(int length) {
        return (length + ALIGNMENT - 1) & -ALIGNMENT;
    }

    private static byte[] text(String value) {
        byte[] octets = value.getBytes(StandardCharsets.UTF_8);
        if (octets.length <= LONGEST_OPTION) {
            return octets;
        }
        throw new IllegalArgumentException(
                "option of " + octets.length + " octets (expected: <= " + LONGEST_OPTION + ")");
    }
}
