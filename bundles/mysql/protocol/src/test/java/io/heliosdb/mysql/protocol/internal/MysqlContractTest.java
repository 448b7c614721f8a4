package io.heliosdb.mysql.protocol.internal;

import static io.heliosdb.mysql.protocol.internal.Packets.command;
import static io.heliosdb.mysql.protocol.internal.Packets.hex;
import static io.heliosdb.mysql.protocol.internal.Packets.packet;
import static io.heliosdb.mysql.protocol.internal.Packets.query;
import static io.heliosdb.mysql.protocol.internal.Packets.response;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.mysql.protocol.MysqlProtocol;
import io.heliosdb.mysql.protocol.MysqlSettings;
import io.heliosdb.mysql.protocol.internal.message.Capability;
import io.heliosdb.mysql.protocol.internal.message.CommandCode;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.testkit.BaseProtocolTest;
import io.heliosdb.testkit.FakeClient;
import io.heliosdb.testkit.Lent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every protocol must pass, with MySQL's messages. */
class MysqlContractTest extends BaseProtocolTest {
    private static final int SSL_REQUEST_BYTES = 32;
    private static final int HEADER_BYTES = 4;
    private static final int LONGEST_ERROR = 600;
    private static final int OK = 0;
    private static final int END = 0xfe;
    private static final int ERROR = 0xff;

    @Override
    protected Protocol protocol() {
        return new MysqlProtocol(FakeSession.opener(session -> {}), MysqlSettings.DEFAULT);
    }

    @Override
    protected Lent lent() {
        return new Lent(
                new FakeIdentity(),
                List.of(new FakeMechanism(FakeMechanism.CACHING_SHA2)),
                List.of(new FakeDialect()),
                new FakeEngine());
    }

    @Override
    protected List<byte[]> login() {
        return List.of(
                packet(1, response(Packets.USUAL, "demo", "more", "demo", FakeMechanism.CACHING_SHA2)),
                packet(3, "secret".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    /** Three ways to ask, in one go. */
    @Override
    protected byte[] statement() {
        return ByteBufUtil.getBytes(
                Unpooled.wrappedBuffer(query("SELECT 1"), command(22, "SELECT ?"), command(14, "")));
    }

    /** The last packet is an OK, or an EOF, or an error. */
    @Override
    protected boolean isReady(byte[] received) {
        ByteBuf last = last(received);
        return last != null && last.isReadable() && isEnd(last.getUnsignedByte(0), last.readableBytes());
    }

    private static boolean isEnd(int header, int length) {
        return (header == OK && length == 7) || (header == END && length == 5) || header == ERROR;
    }

    /** A packet that begins where one may begin: what came before may be cut off. */
    @Override
    protected Optional<String> error(byte[] received) {
        for (int start = 0; start + HEADER_BYTES < received.length; start++) {
            ByteBuf rest = Unpooled.wrappedBuffer(received, start, received.length - start);
            int length = rest.readUnsignedMediumLE();
            rest.skipBytes(1);
            if (length == rest.readableBytes() && length < LONGEST_ERROR && rest.readUnsignedByte() == ERROR) {
                return Optional.of(Integer.toString(rest.readUnsignedShortLE()));
            }
        }
        return Optional.empty();
    }

    private static ByteBuf last(byte[] received) {
        ByteBuf all = Unpooled.wrappedBuffer(received);
        ByteBuf last = null;
        while (all.readableBytes() >= HEADER_BYTES) {
            int length = all.readUnsignedMediumLE();
            all.skipBytes(1);
            if (length > all.readableBytes()) {
                return null;
            }
            last = all.readSlice(length).slice();
        }
        return last;
    }

    @Override
    protected String vendorCode(String sqlState) {
        return switch (sqlState) {
            case SqlState.TOO_MANY_CONNECTIONS -> "1040";
            case SqlState.ADMIN_SHUTDOWN -> "1053";
            default -> throw new AssertionError(sqlState);
        };
    }

    @Override
    protected Map<String, byte[]> malformedBeforeLogin() {
        Map<String, byte[]> malformed = new LinkedHashMap<>();
        byte[] whole = ByteBufUtil.getBytes(response(
                Packets.USUAL | Capability.PLUGIN_AUTH_LENENC_CLIENT_DATA,
                "demo",
                "secret",
                "demo",
                FakeMechanism.CACHING_SHA2));
        int needed = 32 + "demo".length() + 1 + 1 + "secret".length();
        for (int length = 0; length < needed; length++) {
            malformed.put("login cut to " + length, packet(1, Arrays.copyOf(whole, length)));
        }
        malformed.put("sequence that is not the next one", packet(2, whole));
        malformed.put("sequence that begins anew", packet(0, whole));
        malformed.put("a client before 4.1", packet(1, hex("85 24 00 00 00 64 65 6d 6f 00 73 65 63 72 65 74")));
        malformed.put(
                "without PROTOCOL_41",
                packet(1, response(Packets.USUAL & ~Capability.PROTOCOL_41, "demo", "secret", "", "")));
        malformed.put(
                "TLS said and not begun",
                packet(1, response(Packets.USUAL | Capability.SSL, "demo", "secret", "", FakeMechanism.CACHING_SHA2)));
        malformed.put("a wrong password", packet(1, response("demo", "wrong")));
        malformed.put("nobody", packet(1, response("nobody", "secret")));
        malformed.put("an answer that is malformed", packet(1, response("demo", "malformed")));
        malformed.put(
                "an unknown database",
                packet(1, response(Packets.USUAL, "demo", "secret", "nowhere", FakeMechanism.CACHING_SHA2)));
        malformed.put("a statement before the login", query("SELECT 1"));
        malformed.put("a PostgreSQL startup", hex("00000008 04d2162f"));
        malformed.put("a TLS ClientHello", hex("16030100 2e010000 2a0303"));
        malformed.put("HTTP", "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return malformed;
    }

    /** Clients send their ClientHello without waiting; an attacker could put something else there. */
    @Test
    void whatComesBehindAnSslRequestIsReadAsTlsOnly() {
        EmbeddedChannel channel = new EmbeddedChannel();
        FakeClient client = new FakeClient(channel).with(new FakeMechanism(FakeMechanism.CACHING_SHA2));
        protocol().open(client);
        byte[] injected = packet(2, response("demo", "secret"));

        channel.writeInbound(
                Unpooled.wrappedBuffer(packet(1, Arrays.copyOf(sslRequest(), SSL_REQUEST_BYTES)), injected));

        assertThat(client.encrypted()).isTrue();
        assertThat(client.behindRequest()).isEqualTo(ByteBufUtil.hexDump(injected));
        assertThat(client.description()).isEmpty();
        channel.finishAndReleaseAll();
    }

    static byte[] sslRequest() {
        return ByteBufUtil.getBytes(Unpooled.buffer()
                .writeIntLE(Packets.USUAL | Capability.SSL)
                .writeIntLE(1 << 24)
                .writeByte(255)
                .writeZero(23));
    }

    @Override
    protected Map<String, byte[]> malformedAfterLogin() {
        Map<String, byte[]> malformed = new LinkedHashMap<>();
        for (int code = 0; code < 256; code++) {
            if (CommandCode.of((byte) code) == null) {
                malformed.put("unknown command " + code, command(code, "x"));
            }
        }
        malformed.put("an empty command", packet(0, new byte[0]));
        for (int sequence : new int[] {1, 2, 255}) {
            malformed.put("sequence " + sequence, packet(sequence, hex("0e")));
        }
        for (int code : new int[] {12, 23, 26, 27, 28}) {
            malformed.put("command " + code + " without what belongs to it", command(code, ""));
            malformed.put("command " + code + " cut short", command(code, "\1"));
        }
        malformed.put("COM_FIELD_LIST without a NUL", command(4, "t"));
        malformed.put("COM_CHANGE_USER without a NUL", command(17, "demo"));
        malformed.put("COM_CHANGE_USER with a long answer", command(17, "demo\0\u0014abc"));
        malformed.put("COM_STMT_EXECUTE of nothing", packet(0, hex("17 63000000 00 01000000")));
        malformed.put("COM_STMT_FETCH of nothing", packet(0, hex("1c 63000000 01000000")));
        malformed.put("COM_STMT_RESET of nothing", packet(0, hex("1a 63000000")));
        malformed.put("COM_SET_OPTION of nothing", packet(0, hex("1b 0900")));
        malformed.put("COM_DEBUG", command(13, ""));
        malformed.put("COM_PROCESS_KILL of nobody", packet(0, hex("0c 63000000")));
        malformed.put("login after the login", packet(1, response("demo", "secret")));
        malformed.put("a statement that cannot be cut", query("SELECT 'unfinished"));
        malformed.put("a statement that cannot be prepared", command(22, "SELECT"));
        malformed.put("an unknown database", command(2, "nowhere"));
        return malformed;
    }

    @Override
    protected byte[] headerBeforeLogin(int messageBytes) {
        return header(1, messageBytes);
    }

    @Override
    protected byte[] headerAfterLogin(int messageBytes) {
        return header(0, messageBytes);
    }

    private static byte[] header(int sequence, int messageBytes) {
        return ByteBufUtil.getBytes(
                Unpooled.buffer().writeMediumLE(messageBytes - HEADER_BYTES).writeByte(sequence));
    }
}
