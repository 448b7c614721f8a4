package io.heliosdb.gateway.internal.trace;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * One direction of a TCP connection whose octets are known and whose packets have to be made up: their IP headers (RFC 791,
 * RFC 8200) and TCP headers (RFC 9293).
 */
final class TcpStream {
    /** Most octets that a packet carries: the total length of an IPv4 packet has 16 bits. */
    static final int LONGEST_SEGMENT = 0xffff - TcpStream.IPV4_BYTES - TcpStream.TCP_BYTES;

    static final int FIN = 1;
    static final int SYN = 1 << 1;
    static final int PSH = 1 << 3;
    static final int ACK = 1 << 4;

    private static final int IPV4_BYTES = 20;
    private static final int IPV6_BYTES = 40;
    private static final int IPV6_ADDRESS_BYTES = 16;
    private static final int IPV4_ADDRESS_BYTES = 4;
    private static final int TCP_BYTES = 20;

    private static final int IPV4_VERSION_AND_WORDS = 0x45;
    private static final int IPV6_VERSION = 0x6000_0000;
    private static final short DO_NOT_FRAGMENT = 0x4000;
    private static final byte TIME_TO_LIVE = 64;
    private static final byte TCP = 6;
    private static final int TCP_WORDS = (TCP_BYTES / Integer.BYTES) << 4;
    private static final short WINDOW = (short) 0xffff;

    private final byte[] from;
    private final byte[] to;
    private final int fromPort;
    private final int toPort;
    private final int headerBytes;
    private int next;
    private short identification;

    /** Octets sent since the other side acknowledged. */
    private int unacknowledged;

    /** @param sequence number of its first octet */
    TcpStream(InetSocketAddress from, InetSocketAddress to, int sequence) {
        boolean both4 = isIpv4(from) && isIpv4(to);
        this.from = address(from, both4);
        this.to = address(to, both4);
        this.fromPort = from.getPort();
        this.toPort = to.getPort();
        this.headerBytes = (both4 ? IPV4_BYTES : IPV6_BYTES) + TCP_BYTES;
        this.next = sequence;
    }

    private static boolean isIpv4(InetSocketAddress address) {
        return address.getAddress().getAddress().length == IPV4_ADDRESS_BYTES;
    }

    /** An IPv4 address beside an IPv6 one is mapped into it (RFC 4291, section 2.5.5.2). */
    private static byte[] address(InetSocketAddress address, boolean both4) {
        byte[] octets = address.getAddress().getAddress();
        if (both4 || octets.length == IPV6_ADDRESS_BYTES) {
            return octets;
        }
        return ByteBuffer.allocate(IPV6_ADDRESS_BYTES)
                .position(IPV6_ADDRESS_BYTES - IPV4_ADDRESS_BYTES - Short.BYTES)
                .putShort((short) -1)
                .put(octets)
                .array();
    }

    /** Number of the next octet. */
    int next() {
        return next;
    }

    /** Octets that are missing. */
    void skip(long octets) {
        next += (int) octets;
    }

    /** Whether the other side's window cannot take so many more octets. */
    boolean isWindowFull(int octets) {
        return unacknowledged + octets > (WINDOW & 0xffff);
    }

    void acknowledged() {
        unacknowledged = 0;
    }

    /**
     * The headers of the next packet.
     *
     * @param flags of the TCP header
     * @param acknowledged number of the next octet of the other direction
     */
    byte[] packet(int flags, int acknowledged, ByteBuf payload, int index, int length) {
        ByteBuffer packet = ByteBuffer.allocate(headerBytes);
        int tcpLength = TCP_BYTES + length;
        if (headerBytes == IPV4_BYTES + TCP_BYTES) {
            ipv4(packet, tcpLength);
        } else {
            packet.putInt(IPV6_VERSION).putShort((short) tcpLength).put(TCP).put(TIME_TO_LIVE);
            packet.put(from).put(to);
        }
        int tcp = packet.position();
        packet.putShort((short) fromPort).putShort((short) toPort);
        packet.putInt(next).putInt((flags & ACK) == 0 ? 0 : acknowledged);
        packet.put((byte) TCP_WORDS).put((byte) flags).putShort(WINDOW);
        int checksum = packet.position();
        packet.putShort((short) 0).putShort((short) 0);
        long sum = sum(packet, tcp - from.length - to.length, headerBytes) + TCP + tcpLength;
        packet.putShort(checksum, complement(sum + sum(payload, index, length)));
        next += length + ((flags & (SYN | FIN)) == 0 ? 0 : 1);
        unacknowledged += length;
        return packet.array();
    }

    private void ipv4(ByteBuffer packet, int tcpLength) {
        packet.put((byte) IPV4_VERSION_AND_WORDS).put((byte) 0).putShort((short) (IPV4_BYTES + tcpLength));
        packet.putShort(identification++).putShort(DO_NOT_FRAGMENT);
        packet.put(TIME_TO_LIVE).put(TCP);
        int checksum = packet.position();
        packet.putShort((short) 0).put(from).put(to);
        packet.putShort(checksum, complement(sum(packet, 0, IPV4_BYTES)));
    }

    /** Sum of the 16-bit words between two even indices (RFC 1071). */
    private static long sum(ByteBuffer words, int start, int end) {
        long sum = 0;
        for (int at = start; at < end; at += Short.BYTES) {
            sum += words.getShort(at) & 0xffff;
        }
        return sum;
    }

    private static long sum(ByteBuf octets, int index, int length) {
        long sum = 0;
        int at = index;
        for (int end = index + length - 1; at < end; at += Short.BYTES) {
            sum += octets.getUnsignedShort(at);
        }
        return at < index + length ? sum + (octets.getUnsignedByte(at) << Byte.SIZE) : sum;
    }

    private static short complement(long sum) {
        long folded = sum;
        while (folded >>> Short.SIZE != 0) {
            folded = (folded & 0xffff) + (folded >>> Short.SIZE);
        }
        return (short) ~folded;
    }
}
