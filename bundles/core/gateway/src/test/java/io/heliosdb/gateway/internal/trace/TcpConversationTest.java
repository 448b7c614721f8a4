package io.heliosdb.gateway.internal.trace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.gateway.internal.trace.PcapngReader.Packet;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TcpConversationTest {
    private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 50_000);
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 5432);

    /** What a conversation writes, read again. */
    private static final class Recording {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final PcapngFile file = new PcapngFile(Channels.newChannel(out));
        private final TcpConversation conversation;

        Recording(InetSocketAddress client, InetSocketAddress server) throws IOException {
            file.begin("application", "system", "comment");
            conversation = new TcpConversation(client, server, file::packet);
        }

        void piece(boolean received, String octets) throws IOException {
            piece(received, octets, Captured.Lost.NOTHING, null);
        }

        void piece(boolean received, String octets, Captured.Lost lost, String note) throws IOException {
            conversation.piece(7, received, Unpooled.copiedBuffer(octets, ISO_8859_1), lost, note);
        }

        PcapngReader read() throws IOException {
            file.end(1, 9, 0, 0, "over");
            file.flush();
            assertThat(file.size()).isEqualTo(out.size());
            return new PcapngReader(out.toByteArray());
        }
    }

    @Test
    void beginsAndEndsAsTcpDoes() throws IOException {
        Recording recording = new Recording(CLIENT, SERVER);
        recording.conversation.open(5, false, "hello");
        recording.piece(true, "abc");
        recording.piece(false, "defgh");
        recording.conversation.close(8, false);
        PcapngReader file = recording.read();
        assertThat(file.packets()).extracting(Packet::flags).containsExactly(2, 18, 16, 24, 24, 17, 17, 16);
        assertThat(file.packets())
                .extracting(Packet::inbound)
                .containsExactly(true, false, true, true, false, true, false, true);
        assertThat(file.packets()).extracting(Packet::sequence).containsExactly(0L, 0L, 1L, 1L, 1L, 4L, 6L, 5L);
        assertThat(file.packets()).extracting(Packet::acknowledged).containsExactly(0L, 1L, 1L, 1L, 4L, 6L, 5L, 7L);
        assertThat(file.packets()).extracting(Packet::nanos).containsExactly(5L, 5L, 5L, 7L, 7L, 8L, 8L, 8L);
        assertThat(file.packets().get(0).comment()).isEqualTo("hello");
        assertThat(file.packets().get(0).from()).isEqualTo(CLIENT);
        assertThat(file.packets().get(0).to()).isEqualTo(SERVER);
        assertThat(file.sectionOption(3)).isEqualTo("system");
        assertThat(file.sectionOption(4)).isEqualTo("application");
        assertThat(file.end()).isEqualTo("over");
    }

    @Test
    void theServerMayEndItFirst() throws IOException {
        Recording recording = new Recording(CLIENT, SERVER);
        recording.conversation.close(8, true);
        assertThat(recording.read().packets()).extracting(Packet::inbound).containsExactly(false, true, false);
    }

    @Test
    void whatWasOpenBeforeHasNoHandshake() throws IOException {
        Recording recording = new Recording(CLIENT, SERVER);
        recording.conversation.open(5, true, "from its middle");
        recording.piece(false, "abc", Captured.Lost.NOTHING, "and more");
        List<Packet> packets = recording.read().packets();
        assertThat(packets).hasSize(1);
        assertThat(packets.get(0).comment()).isEqualTo("from its middle\nand more");
        assertThat(packets.get(0).sequence()).isEqualTo(1);
    }

    @Test
    void longPiecesAreCutAndAcknowledged() throws IOException {
        for (String address : List.of("192.0.2.7", "2001:db8::7")) {
            Recording recording = new Recording(new InetSocketAddress(address, 50_000), SERVER);
            String octets = "x".repeat(3 * 65_495 + 1);
            recording.conversation.open(1, false, "");
            recording.piece(false, octets);
            recording.piece(true, "thanks");
            PcapngReader file = recording.read();
            assertThat(file.stream(50_000, false)).isEqualTo(octets);
            assertThat(file.stream(50_000, true)).isEqualTo("thanks");
            assertThat(file.packets())
                    .extracting(packet -> packet.payload().length)
                    .contains(65_495)
                    .doesNotContain(65_496);
            long acknowledged = 1;
            for (Packet packet : file.packets()) {
                if (packet.inbound()) {
                    acknowledged = Math.max(acknowledged, packet.acknowledged());
                } else {
                    assertThat(packet.sequence() + packet.payload().length - acknowledged)
                            .isLessThanOrEqualTo(0xffff);
                }
            }
        }
    }

    @Test
    void anIpv4AddressBesideAnIpv6OneIsMapped() throws IOException {
        Recording recording = new Recording(new InetSocketAddress("2001:db8::7", 1), SERVER);
        recording.piece(true, "abc");
        Packet packet = recording.read().packets().get(0);
        assertThat(packet.from().getAddress().getHostAddress()).isEqualTo("2001:db8:0:0:0:0:0:7");
        assertThat(packet.to().getAddress().getHostAddress()).isEqualTo("192.0.2.1");
    }

    @Test
    void whatIsMissingLeavesAGap() throws IOException {
        Recording recording = new Recording(CLIENT, SERVER);
        recording.conversation.open(1, false, "");
        recording.piece(true, "abc");
        recording.piece(false, "d", new Captured.Lost(10, 100, 3), null);
        recording.piece(true, "e");
        List<Packet> packets = recording.read().packets();
        Packet after = packets.get(4);
        assertThat(after.sequence()).isEqualTo(101);
        assertThat(after.acknowledged()).isEqualTo(14);
        assertThat(after.dropped()).isEqualTo(3);
        assertThat(after.comment())
                .isEqualTo("not in the trace: 10 octets of the client and 100 octets of the server before this packet");
        assertThat(packets.get(5).sequence()).isEqualTo(14);
        assertThat(packets.get(5).dropped()).isZero();
    }

    /** A piece of an even length is the client's. */
    @Property
    void bothStreamsCanBeReadAgain(@ForAll @Size(max = 20) List<@StringLength(max = 300) String> pieces)
            throws IOException {
        Recording recording = new Recording(CLIENT, SERVER);
        recording.conversation.open(1, false, "");
        StringBuilder fromClient = new StringBuilder();
        StringBuilder fromServer = new StringBuilder();
        for (String piece : pieces) {
            boolean received = piece.length() % 2 == 0;
            String octets = new String(piece.getBytes(ISO_8859_1), ISO_8859_1);
            recording.piece(received, octets);
            (received ? fromClient : fromServer).append(octets);
        }
        PcapngReader file = recording.read();
        assertThat(file.stream(50_000, true)).isEqualTo(fromClient.toString());
        assertThat(file.stream(50_000, false)).isEqualTo(fromServer.toString());
    }
}
