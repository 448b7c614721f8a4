package io.heliosdb.pg.protocol.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.pg.protocol.PostgresProtocol;
import io.heliosdb.pg.wire.MessageNames;
import io.heliosdb.pg.wire.ProtocolVersion;
import io.heliosdb.pg.wire.message.BackendKeyData;
import io.heliosdb.pg.wire.message.ErrorResponse;
import io.heliosdb.pg.wire.message.InitialMessage;
import io.heliosdb.pg.wire.message.SaslInitialResponse;
import io.heliosdb.pg.wire.message.StartupMessage;
import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.protocol.ClientLimits;
import io.heliosdb.spi.protocol.ProtocolSession;
import io.heliosdb.testkit.FakeClient;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A client that speaks to a session by hand: what it sends, and what it has received, by name. */
final class Conversation {
    static final int LONGEST_MESSAGE = 100_000;

    final EmbeddedChannel channel = new EmbeddedChannel();
    final FakeClient client = new FakeClient(channel).with(new ClientLimits(10_000, LONGEST_MESSAGE));
    final FakeMechanism mechanism = new FakeMechanism();
    final FakeEngine engine = new FakeEngine();
    final ProtocolSession session;
    final ByteBuf received = Unpooled.buffer();

    Conversation() {
        this(new PostgresProtocol());
    }

    Conversation(PostgresProtocol protocol) {
        client.with(new FakeIdentity()).with(mechanism).with(new FakeDialect()).with(engine);
        session = protocol.open(client);
    }

    /** With a server that has only what the test lends. */
    Conversation(PostgresProtocol protocol, Consumer<FakeClient> lending) {
        lending.accept(client);
        session = protocol.open(client);
    }

    /** Logs in, and forgets what was received until then. */
    Conversation loggedIn() {
        send(startup(Map.of("user", "demo", "database", "shop")));
        send(saslInitial(FakeMechanism.NAME, "first"));
        send(typed('p', "secret"));
        assertThat(names()).endsWith("ReadyForQuery");
        return this;
    }

    void send(ByteBuf octets) {
        channel.writeInbound(octets);
        channel.runPendingTasks();
        collect();
    }

    void collect() {
        channel.runPendingTasks();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            received.writeBytes(out);
            out.release();
        }
    }

    /** The messages received since the last call, by name. */
    List<String> names() {
        collect();
        List<String> names = new ArrayList<>();
        while (received.isReadable()) {
            byte type = received.readByte();
            received.skipBytes(received.readInt() - Integer.BYTES);
            names.add(MessageNames.backend(type));
        }
        return names;
    }

    /** The one error received since the last call. */
    HeliosException fatal() {
        collect();
        assertThat(received.readByte()).isEqualTo(MessageCode.ERROR_RESPONSE);
        int length = received.readInt();
        ErrorResponse error = ErrorResponse.decode(received.readSlice(length - Integer.BYTES));
        assertThat(error.severity()).isEqualTo("FATAL");
        assertThat(received.isReadable()).isFalse();
        assertThat(channel.isOpen()).isFalse();
        return error.error();
    }

    /** The key in the BackendKeyData received, other messages passed over. */
    BackendKeyData key() {
        collect();
        while (true) {
            byte type = received.readByte();
            ByteBuf body = received.readSlice(received.readInt() - Integer.BYTES);
            if (type == MessageCode.BACKEND_KEY_DATA) {
                return BackendKeyData.decode(body);
            }
        }
    }

    void finish() {
        channel.finishAndReleaseAll();
    }

    static ByteBuf startup(Map<String, String> parameters) {
        return startup(ProtocolVersion.V3_0, parameters);
    }

    static ByteBuf startup(ProtocolVersion version, Map<String, String> parameters) {
        return initial(new StartupMessage(version, parameters));
    }

    static ByteBuf initial(InitialMessage message) {
        ByteBuf out = Unpooled.buffer();
        message.encode(out);
        return out;
    }

    static ByteBuf saslInitial(String mechanism, String data) {
        ByteBuf out = Unpooled.buffer();
        new SaslInitialResponse(mechanism, data.getBytes(StandardCharsets.US_ASCII)).encode(out);
        return out;
    }

    static ByteBuf typed(char type, String body) {
        return Unpooled.buffer()
                .writeByte(type)
                .writeInt(Integer.BYTES + body.length())
                .writeBytes(body.getBytes(StandardCharsets.ISO_8859_1));
    }

    static ByteBuf hex(String octets) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(octets.replace(" ", "")));
    }
}
