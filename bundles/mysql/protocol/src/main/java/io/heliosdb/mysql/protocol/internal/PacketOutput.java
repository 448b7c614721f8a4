package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.mysql.protocol.internal.message.AuthMoreData;
import io.heliosdb.mysql.protocol.internal.message.AuthSwitchRequest;
import io.heliosdb.mysql.protocol.internal.message.ErrPacket;
import io.heliosdb.mysql.protocol.internal.message.HandshakeV10;
import io.heliosdb.mysql.protocol.internal.message.Negotiated;
import io.heliosdb.mysql.protocol.internal.message.ServerMessage;
import io.heliosdb.spi.protocol.Client;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/**
 * What goes to the client: payloads become packets, numbered one after the other (manual, "MySQL Packets"). They are
 * gathered until somebody flushes or much has come together.
 */
final class PacketOutput {
    static final int HEADER_BYTES = 4;
    static final int LONGEST_PAYLOAD = 0xff_ffff;

    private static final int INITIAL_CAPACITY = 1024;
    private static final int GATHERED_BYTES = 64 << 10;
    private static final int SEQUENCE_MASK = 0xff;

    private final Client client;
    private final ChannelHandlerContext context;
    private final MessageLog log;
    private Negotiated negotiated;
    private int sequence;
    private ByteBuf gathered;
    private int packetStart;

    PacketOutput(Client client, ChannelHandlerContext context, MessageLog log, Negotiated negotiated) {
        this.client = client;
        this.context = context;
        this.log = log;
        this.negotiated = negotiated;
    }

    Negotiated negotiated() {
        return negotiated;
    }

    void negotiated(Negotiated agreed) {
        negotiated = agreed;
    }

    /** The number of the next packet, whoever sends it. */
    int sequence() {
        return sequence;
    }

    void sequence(int next) {
        sequence = next & SEQUENCE_MASK;
    }

    void message(ServerMessage message) {
        ByteBuf out = begin();
        message.encode(out, negotiated);
        boolean secret = message instanceof HandshakeV10
                || message instanceof AuthSwitchRequest
                || message instanceof AuthMoreData;
        end(message.name(), secret);
        if (message instanceof ErrPacket err) {
            client.errorTold(String.valueOf(err.error().code()));
        }
    }

    /** Begins a packet: the payload is written into the buffer, then {@link #end} or {@link #abandon} is called. */
    ByteBuf begin() {
        if (gathered == null) {
            gathered = context.alloc().ioBuffer(INITIAL_CAPACITY);
        }
        packetStart = gathered.writerIndex();
        return gathered.writeZero(HEADER_BYTES);
    }

    void end(String name, boolean sensitive) {
        int length = gathered.writerIndex() - packetStart - HEADER_BYTES;
        if (length >= LONGEST_PAYLOAD) {
            split(length);
        } else {
            header(packetStart, length);
        }
        if (log.enabled()) {
            log.sent(name, gathered, packetStart, gathered.writerIndex() - packetStart, sensitive);
        }
        if (gathered.readableBytes() >= GATHERED_BYTES) {
            flush();
        }
    }

    /** Takes the packet back that was begun. */
    void abandon() {
        gathered.writerIndex(packetStart);
    }

    private void header(int at, int length) {
        gathered.setMediumLE(at, length);
        gathered.setByte(at + Integer.BYTES - 1, sequence);
        sequence(sequence + 1);
    }

    /** A long payload goes in several packets; one that is shorter than the longest, be it empty, ends it. */
    private void split(int length) {
        int more = length / LONGEST_PAYLOAD;
        int payload = packetStart + HEADER_BYTES;
        gathered.writeZero(more * HEADER_BYTES);
        for (int part = more; part > 0; part--) {
            int from = payload + part * LONGEST_PAYLOAD;
            int octets = Math.min(LONGEST_PAYLOAD, length - part * LONGEST_PAYLOAD);
            ByteBuf moved = gathered.copy(from, octets);
            gathered.setBytes(from + part * HEADER_BYTES, moved);
            moved.release();
        }
        for (int part = 0; part <= more; part++) {
            header(
                    packetStart + part * (LONGEST_PAYLOAD + HEADER_BYTES),
                    Math.min(LONGEST_PAYLOAD, length - part * LONGEST_PAYLOAD));
        }
    }

    void flush() {
        if (gathered != null) {
            ByteBuf buffer = gathered;
            gathered = null;
            context.writeAndFlush(buffer, context.voidPromise());
        }
    }

    /** Sends what is gathered, then closes the connection. */
    void flushAndClose() {
        flush();
        context.close();
    }

    /** Whether everything is written. */
    boolean isEmpty() {
        return gathered == null;
    }

    void release() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }
}
