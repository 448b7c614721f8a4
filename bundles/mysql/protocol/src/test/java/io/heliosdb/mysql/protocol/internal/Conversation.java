package io.heliosdb.mysql.protocol.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.mysql.protocol.MysqlProtocol;
import io.heliosdb.mysql.protocol.MysqlSettings;
import io.heliosdb.spi.protocol.ClientLimits;
import io.heliosdb.spi.protocol.ProtocolSession;
import io.heliosdb.testkit.FakeClient;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;

/** A client that speaks to a session by hand: what it sends, and the packets that it has received. */
final class Conversation {
    static final int LONGEST_MESSAGE = 40 << 20;

    final EmbeddedChannel channel = new EmbeddedChannel();
    final FakeClient client = new FakeClient(channel).with(new ClientLimits(10_000, LONGEST_MESSAGE));
    final FakeMechanism sha2 = new FakeMechanism(FakeMechanism.CACHING_SHA2);
    final FakeMechanism old = new FakeMechanism(FakeMechanism.NATIVE);
    final List<FakeSession> sessions = new ArrayList<>();
    final ProtocolSession session;
    final ByteBuf received = Unpooled.buffer();

    Conversation() {
        this(true);
    }

    Conversation(boolean withOldMethod) {
        this(withOldMethod, MysqlSettings.DEFAULT);
    }

    /** With a server of these settings. */
    Conversation(MysqlSettings settings) {
        this(true, settings);
    }

    private Conversation(boolean withOldMethod, MysqlSettings settings) {
        client.with(new FakeIdentity()).with(sha2).with(new FakeDialect()).with(new FakeEngine());
        if (withOldMethod) {
            client.with(old);
        }
        session = new MysqlProtocol(FakeSession.opener(sessions::add), settings).open(client);
        collect();
    }

    /** Logs in with capabilities beside the usual ones, and forgets what was received until then. */
    Conversation loggedIn(int more) {
        payloads();
        send(Packets.packet(
                1, Packets.response(Packets.USUAL | more, "demo", "secret", "", FakeMechanism.CACHING_SHA2)));
        List<String> answers = payloads();
        assertThat(answers.get(answers.size() - 1)).startsWith("00");
        return this;
    }

    FakeSession engine() {
        return sessions.get(sessions.size() - 1);
    }

    void send(byte[] octets) {
        channel.writeInbound(Unpooled.copiedBuffer(octets));
        collect();
    }

    /** What the server says to a query, each payload as hex. */
    List<String> ask(String sql) {
        send(Packets.query(sql));
        return payloads();
    }

    /** What the server says to a command, each payload as hex. */
    List<String> command(String hex) {
        send(Packets.packet(0, Packets.hex(hex)));
        return payloads();
    }

    void collect() {
        channel.runPendingTasks();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            received.writeBytes(out);
            out.release();
        }
        channel.checkException();
    }

    /** The payloads received since the last call, as hex; their numbers follow one another. */
    List<String> payloads() {
        collect();
        List<String> payloads = new ArrayList<>();
        int expected = -1;
        while (received.isReadable()) {
            int length = received.readUnsignedMediumLE();
            int sequence = received.readUnsignedByte();
            assertThat(sequence).isIn(expected < 0 ? sequence : expected & 0xff);
            expected = sequence + 1;
            payloads.add(ByteBufUtil.hexDump(received.readSlice(length)));
        }
        received.clear();
        return payloads;
    }

    /** The error that was told, as number, SQLSTATE and message. */
    static String error(String payload) {
        ByteBuf error = Unpooled.wrappedBuffer(Packets.hex(payload));
        assertThat(error.readUnsignedByte()).isEqualTo((short) 0xff);
        return error.readUnsignedShortLE() + " " + error.toString(java.nio.charset.StandardCharsets.UTF_8);
    }

    void finish() {
        channel.finishAndReleaseAll();
    }
}
