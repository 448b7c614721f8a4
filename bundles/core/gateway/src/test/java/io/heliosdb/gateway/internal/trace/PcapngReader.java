package io.heliosdb.gateway.internal.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a file as draft-ietf-opsawg-pcapng, RFC 791, RFC 8200 and RFC 9293 have it, and fails where it breaks them: lengths,
 * padding, checksums.
 */
public final class PcapngReader {
    private static final int SYN = 2;
    private static final int FIN = 1;

    private final List<Packet> packets = new ArrayList<>();
    private final List<Map<Integer, byte[]>> statistics = new ArrayList<>();
    private Map<Integer, byte[]> section;
    private Map<Integer, byte[]> description;

    /**
     * A packet with its TCP header.
     *
     * @param comment null for none
     */
    public record Packet(
            long nanos,
            InetSocketAddress from,
            InetSocketAddress to,
            int flags,
            long sequence,
            long acknowledged,
            byte[] payload,
            boolean inbound,
            long dropped,
            String comment) {
        public String text() {
            return new String(payload, StandardCharsets.ISO_8859_1);
        }

        boolean is(int flag) {
            return (flags & flag) != 0;
        }
    }

    public PcapngReader(Path file) {
        this(read(file));
    }

    PcapngReader(byte[] octets) {
        ByteBuffer in = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            int type = in.getInt();
            int length = in.getInt();
            check(length % 4 == 0 && length >= 12 && length - 8 <= in.remaining(), "length of a block: " + length);
            ByteBuffer body = in.slice(in.position(), length - 12).order(ByteOrder.LITTLE_ENDIAN);
            in.position(in.position() + length - 12);
            check(in.getInt() == length, "second length of a block");
            block(type, body);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void block(int type, ByteBuffer body) {
        switch (type) {
            case 0x0a0d0d0a -> {
                check(section == null, "one section");
                check(body.getInt() == 0x1a2b3c4d, "byte order");
                check(body.getShort() == 1 && body.getShort() == 0, "version 1.0");
                check(body.getLong() == -1, "no length of the section");
                section = options(body);
            }
            case 1 -> {
                check(section != null && description == null, "one interface");
                check(body.getShort() == 101 && body.getShort() == 0, "raw IP");
                check(body.getInt() == 0, "no limit of packets");
                description = options(body);
                check(description.get(9)[0] == 9, "nanoseconds");
            }
            case 5 -> {
                check(body.getInt() == 0, "the one interface");
                body.getLong();
                statistics.add(options(body));
            }
            case 6 -> {
                check(body.getInt() == 0, "the one interface");
                long nanos = ((long) body.getInt() << 32) | (body.getInt() & 0xffff_ffffL);
                int captured = body.getInt();
                check(body.getInt() == captured, "packets are whole");
                byte[] packet = new byte[captured];
                body.get(packet).position(body.position() + (-captured & 3));
                packets.add(packet(nanos, ByteBuffer.wrap(packet), options(body)));
            }
            default -> throw new AssertionError("block " + type);
        }
    }

    private static Map<Integer, byte[]> options(ByteBuffer in) {
        Map<Integer, byte[]> options = new TreeMap<>();
        while (true) {
            int code = in.getShort() & 0xffff;
            byte[] value = new byte[in.getShort() & 0xffff];
            if (code == 0) {
                check(value.length == 0 && !in.hasRemaining(), "the options' end is the block's");
                return options;
            }
            in.get(value).position(in.position() + (-value.length & 3));
            check(options.put(code, value) == null, "each option once");
        }
    }

    private static Packet packet(long nanos, ByteBuffer ip, Map<Integer, byte[]> options) {
        int length = ip.remaining();
        int version = ip.get(0) >> 4;
        int header = version == 4 ? 20 : 40;
        int address = version == 4 ? 4 : 16;
        if (version == 4) {
            check((ip.getShort(2) & 0xffff) == length, "total length");
            check(sum(ip, 0, 20, 0) == 0xffff, "checksum of the IP header");
            check(ip.get(9) == 6, "TCP");
        } else {
            check(version == 6 && (ip.getShort(4) & 0xffff) == length - 40, "payload length");
            check(ip.get(6) == 6, "TCP");
        }
        int pseudo = 6 + length - header;
        check(sum(ip, header - 2 * address, length, pseudo) == 0xffff, "checksum of TCP");
        byte[] payload = new byte[length - header - 20];
        ip.get(header + 20, payload);
        int flags =
                ByteBuffer.wrap(options.get(2)).order(ByteOrder.LITTLE_ENDIAN).getInt();
        return new Packet(
                nanos,
                end(ip, header - 2 * address, address, header),
                end(ip, header - address, address, header + 2),
                ip.get(header + 13),
                ip.getInt(header + 4) & 0xffff_ffffL,
                ip.getInt(header + 8) & 0xffff_ffffL,
                payload,
                flags == 1,
                options.containsKey(4) ? number(options.get(4)) : 0,
                options.containsKey(1) ? text(options.get(1)) : null);
    }

    private static int sum(ByteBuffer octets, int from, int to, int start) {
        long sum = start;
        for (int at = from; at < to; at++) {
            sum += (octets.get(at) & 0xffL) << ((at - from) % 2 == 0 ? 8 : 0);
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (int) sum;
    }

    private static InetSocketAddress end(ByteBuffer ip, int index, int length, int port) {
        byte[] address = new byte[length];
        ip.get(index, address);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), ip.getShort(port) & 0xffff);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static long number(byte[] option) {
        return ByteBuffer.wrap(option).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private static String text(byte[] option) {
        return new String(option, StandardCharsets.UTF_8);
    }

    private static void check(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError("not as the format has it: " + what);
        }
    }

    public List<Packet> packets() {
        return List.copyOf(packets);
    }

    /** An option of the section, as text. */
    String sectionOption(int code) {
        return text(section.get(code));
    }

    /** Packets that the end of the file counts as missing. */
    public long dropped() {
        return number(statistics.get(0).get(5));
    }

    /** Why the file ends. */
    public String end() {
        check(statistics.size() == 1, "one end");
        return text(statistics.get(0).get(1));
    }

    /** What went in one direction of the connection whose client has this port; sequence numbers follow one another. */
    public String stream(int clientPort, boolean fromClient) {
        StringBuilder stream = new StringBuilder();
        long next = -1;
        for (Packet packet : packets) {
            if ((fromClient ? packet.from() : packet.to()).getPort() == clientPort) {
                check(packet.inbound() == fromClient, "direction");
                check(next < 0 || packet.sequence() == next, "sequence number " + packet.sequence() + ", not " + next);
                next = packet.sequence() + packet.payload().length + (packet.is(SYN) || packet.is(FIN) ? 1 : 0);
                stream.append(packet.text());
            }
        }
        return stream.toString();
    }
}
