package io.heliosdb.gateway.internal.trace;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The packets of one connection: its streams' octets in segments, with the handshakes that belong to TCP. */
final class TcpConversation {
    private static final int FIRST_SEQUENCE = 0;

    /** Where packets go. */
    interface Packets {
        /** @see PcapngFile#packet */
        void packet(
                long nanos,
                byte[] headers,
                ByteBuf payload,
                int index,
                int length,
                boolean inbound,
                long dropped,
                String comment)
                throws IOException;
    }

    private final Packets packets;
    private final TcpStream client;
    private final TcpStream server;

    /** For the next packet; null for none. */
    private String comment;

    private long dropped;

    TcpConversation(InetSocketAddress client, InetSocketAddress server, Packets packets) {
        this.client = new TcpStream(client, server, FIRST_SEQUENCE);
        this.server = new TcpStream(server, client, FIRST_SEQUENCE);
        this.packets = packets;
    }

    /**
     * The connection begins, or its part that is traced.
     *
     * @param established whether it was open before
     */
    void open(long nanos, boolean established, String description) throws IOException {
        comment = description;
        if (established) {
            client.skip(1);
            server.skip(1);
        } else {
            bare(nanos, true, TcpStream.SYN);
            bare(nanos, false, TcpStream.SYN | TcpStream.ACK);
            bare(nanos, true, TcpStream.ACK);
        }
    }

    /** @param note for the reader; null for none */
    void piece(long nanos, boolean received, ByteBuf octets, Captured.Lost lost, String note) throws IOException {
        client.skip(lost.received());
        server.skip(lost.sent());
        dropped += lost.pieces();
        comment = join(comment, note);
        if (lost.pieces() > 0) {
            comment = join(
                    comment,
                    "not in the trace: " + lost.received() + " octets of the client and " + lost.sent()
                            + " octets of the server before this packet");
        }
        TcpStream stream = received ? client : server;
        int end = octets.writerIndex();
        for (int at = octets.readerIndex(); at < end; at += TcpStream.LONGEST_SEGMENT) {
            int length = Math.min(TcpStream.LONGEST_SEGMENT, end - at);
            if (stream.isWindowFull(length)) {
                bare(nanos, !received, TcpStream.ACK);
            }
            packet(nanos, received, TcpStream.PSH | TcpStream.ACK, octets, at, length);
        }
    }

    void close(long nanos, boolean byServer) throws IOException {
        bare(nanos, !byServer, TcpStream.FIN | TcpStream.ACK);
        bare(nanos, byServer, TcpStream.FIN | TcpStream.ACK);
        bare(nanos, !byServer, TcpStream.ACK);
    }

    private void bare(long nanos, boolean received, int flags) throws IOException {
        packet(nanos, received, flags, Unpooled.EMPTY_BUFFER, 0, 0);
    }

    private void packet(long nanos, boolean received, int flags, ByteBuf octets, int index, int length)
            throws IOException {
        TcpStream stream = received ? client : server;
        TcpStream other = received ? server : client;
        byte[] headers = stream.packet(flags, other.next(), octets, index, length);
        other.acknowledged();
        String note = comment;
        long missing = dropped;
        comment = null;
        dropped = 0;
        packets.packet(nanos, headers, octets, index, length, received, missing, note);
    }

    private static String join(String first, String second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return first + "\n" + second;
    }
}
