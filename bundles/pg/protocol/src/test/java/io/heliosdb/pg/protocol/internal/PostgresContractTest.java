package io.heliosdb.pg.protocol.internal;

import static io.heliosdb.pg.protocol.internal.Conversation.hex;
import static io.heliosdb.pg.protocol.internal.Conversation.initial;
import static io.heliosdb.pg.protocol.internal.Conversation.saslInitial;
import static io.heliosdb.pg.protocol.internal.Conversation.startup;
import static io.heliosdb.pg.protocol.internal.Conversation.typed;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.heliosdb.pg.protocol.PostgresProtocol;
import io.heliosdb.pg.wire.MessageNames;
import io.heliosdb.pg.wire.ProtocolVersion;
import io.heliosdb.pg.wire.message.CancelRequest;
import io.heliosdb.pg.wire.message.GssEncRequest;
import io.heliosdb.pg.wire.message.SslRequest;
import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.testkit.BaseProtocolTest;
import io.heliosdb.testkit.Lent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What every protocol must pass, with PostgreSQL's messages. */
class PostgresContractTest extends BaseProtocolTest {
    /** An ErrorResponse as far as its SQLSTATE: header, severity in both forms, code. */
    private static final Pattern ERROR = Pattern.compile("(?s)E.{4}S[A-Z]+\0V[A-Z]+\0C([0-9A-Z]{5})\0");

    /** ReadyForQuery in any transaction status, at the end. */
    private static final Pattern READY = Pattern.compile("Z\0\0\0\5[ITE]\\z");

    /** The frontend messages of a session that is logged in (manual, "Message Formats"). */
    private static final String LONG_MESSAGES = "BFPQdf";

    private static final String SHORT_MESSAGES = "CDEHScX";

    /** Beyond what any of the {@link #SHORT_MESSAGES} may say of its length. */
    private static final int LONG = 10_001;

    private static final Map<String, String> DEMO = Map.of("user", "demo");

    @Override
    protected Protocol protocol() {
        return new PostgresProtocol();
    }

    @Override
    protected Lent lent() {
        return new Lent(
                new FakeIdentity(), List.of(new FakeMechanism()), List.of(new FakeDialect()), new AnsweringEngine());
    }

    @Override
    protected List<byte[]> login() {
        return List.of(
                octets(startup(DEMO)), octets(saslInitial(FakeMechanism.NAME, "first")), octets(typed('p', "secret")));
    }

    /** Both ways to ask, in one go. */
    @Override
    protected byte[] statement() {
        return octets(
                typed('P', "\0select $1\0\0\0"),
                typed('B', "\0\0\0\0\0\1\0\0\0\1x\0\0"),
                typed('E', "\0\0\0\0\0"),
                typed('S', ""),
                typed('Q', "select 'x'\0"));
    }

    @Override
    protected boolean isReady(byte[] received) {
        return READY.matcher(new String(received, ISO_8859_1)).find();
    }

    @Override
    protected Optional<String> error(byte[] received) {
        Matcher error = ERROR.matcher(new String(received, ISO_8859_1));
        return error.results().reduce((before, last) -> last).map(last -> last.group(1));
    }

    @Override
    protected Map<String, byte[]> malformedBeforeLogin() {
        Map<String, byte[]> malformed = new LinkedHashMap<>();
        malformedInitialMessages(malformed);
        malformedEncryptionRequests(malformed);
        malformedLoginMessages(malformed);
        return malformed;
    }

    private static void malformedInitialMessages(Map<String, byte[]> malformed) {
        for (int length : new int[] {Integer.MIN_VALUE, -1, 0, Integer.BYTES, 7, 10_001, Integer.MAX_VALUE}) {
            malformed.put(
                    "startup of length " + length,
                    octets(Unpooled.buffer().writeInt(length).writeInt(ProtocolVersion.V3_0.code())));
        }
        malformed.put("oversized startup", octets(startup(Map.of("user", "demo", "options", "x".repeat(10_000)))));
        malformed.put("protocol 2", octets(hex("00000008 00020000")));
        malformed.put("protocol 4", octets(startup(new ProtocolVersion(4, 0), DEMO)));
        malformed.put("unknown request code", octets(hex("00000008 04d21631")));
        malformed.put("parameter without value", octets(hex("0000000d 00030000 75736572 00")));
        malformed.put("startup without terminator", octets(hex("0000000e 00030000 75736572 0000")));
        malformed.put("value without end", octets(hex("0000000e 00030000 75736572 0061")));
        malformed.put("parameters after the terminator", octets(hex("00000014 00030000 75736572 006100 00 61006200")));
        malformed.put("startup without a user", octets(startup(Map.of("database", "shop"))));
        malformed.put("user without a name", octets(startup(Map.of("user", ""))));
        malformed.put("replication", octets(startup(Map.of("user", "demo", "replication", "true"))));
        malformed.put("cancel request without key", octets(hex("0000000c 04d2162e 00000001")));
        malformed.put(
                "cancel request with too long a key",
                octets(initial(new CancelRequest(1, new byte[CancelRequest.MAX_KEY_LENGTH + 1]))));
    }

    private static void malformedEncryptionRequests(Map<String, byte[]> malformed) {
        malformed.put("SSLRequest with a body", octets(hex("00000009 04d2162f 00")));
        malformed.put("GSSENCRequest with a body", octets(hex("00000009 04d21630 00")));
        malformed.put("startup injected behind SSLRequest", octets(initial(new SslRequest()), startup(DEMO)));
        malformed.put("one octet injected behind SSLRequest", octets(initial(new SslRequest()), hex("00")));
        malformed.put("SSLRequest twice", octets(initial(new SslRequest()), initial(new SslRequest())));
        malformed.put("startup injected behind GSSENCRequest", octets(initial(new GssEncRequest()), startup(DEMO)));
        malformed.put("encryption asked for during the login", octets(startup(DEMO), initial(new SslRequest())));
    }

    private static void malformedLoginMessages(Map<String, byte[]> malformed) {
        for (int length : new int[] {Integer.MIN_VALUE, -1, 0, 3, 1025, Integer.MAX_VALUE}) {
            malformed.put("SASL message of length " + length, octets(startup(DEMO), header((byte) 'p', length)));
            malformed.put(
                    "second SASL message of length " + length,
                    octets(startup(DEMO), saslInitial(FakeMechanism.NAME, "first"), header((byte) 'p', length)));
        }
        malformed.put("login twice", octets(startup(DEMO), startup(DEMO)));
        malformed.put("query before the login", octets(startup(DEMO), typed('Q', "select 1\0")));
        malformed.put("terminate before the login", octets(startup(DEMO), typed('X', "")));
        malformed.put(
                "query within the login",
                octets(startup(DEMO), saslInitial(FakeMechanism.NAME, "first"), typed('Q', "select 1\0")));
        sasl(malformed, "empty", "");
        sasl(malformed, "mechanism without end", "SCRAM-SHA-256");
        sasl(malformed, "no length of the data", "SCRAM-SHA-256\0");
        sasl(malformed, "half a length of the data", "SCRAM-SHA-256\0\0\0");
        sasl(malformed, "data shorter than said", "SCRAM-SHA-256\0\0\0\0\6first");
        sasl(malformed, "data longer than said", "SCRAM-SHA-256\0\0\0\0\4first");
        sasl(malformed, "data where none is said", "SCRAM-SHA-256\0\u00ff\u00ff\u00ff\u00fffirst");
        sasl(malformed, "negative length of the data", "SCRAM-SHA-256\0\u00ff\u00ff\u00ff\u00fefirst");
        sasl(malformed, "huge length of the data", "SCRAM-SHA-256\0\u007f\u00ff\u00ff\u00fffirst");
        sasl(malformed, "mechanism that was not offered", "SCRAM-SHA-1\0\0\0\0\5first");
        sasl(malformed, "mechanism without a name", "\0\0\0\0\5first");
        sasl(malformed, "no data", "SCRAM-SHA-256\0\u00ff\u00ff\u00ff\u00ff");
        sasl(malformed, "data that is no SCRAM", "SCRAM-SHA-256\0\0\0\0\4\u0000\u0001\u00fe\u00ff");
        malformed.put(
                "SASL response that is no SCRAM",
                octets(
                        startup(DEMO),
                        saslInitial(FakeMechanism.NAME, "first"),
                        typed('p', "\u0000\u0001\u00fe\u00ff")));
        malformed.put(
                "empty SASL response", octets(startup(DEMO), saslInitial(FakeMechanism.NAME, "first"), typed('p', "")));
    }

    private static void sasl(Map<String, byte[]> malformed, String description, String body) {
        malformed.put("SASLInitialResponse: " + description, octets(startup(DEMO), typed('p', body)));
    }

    @Override
    protected Map<String, byte[]> malformedAfterLogin() {
        Map<String, byte[]> malformed = new LinkedHashMap<>();
        for (byte type : (LONG_MESSAGES + SHORT_MESSAGES).getBytes(ISO_8859_1)) {
            for (int length : new int[] {Integer.MIN_VALUE, -1, 0, 1, 3, Integer.MAX_VALUE}) {
                wrongLength(malformed, type, length);
            }
        }
        for (byte type : SHORT_MESSAGES.getBytes(ISO_8859_1)) {
            wrongLength(malformed, type, LONG);
        }
        for (int octet = 0; octet < 256; octet++) {
            if ((LONG_MESSAGES + SHORT_MESSAGES).indexOf(octet) < 0) {
                malformed.put("unknown type " + octet, octets(header((byte) octet, Integer.BYTES)));
            }
        }
        malformed.put("login message after the login", octets(typed('p', "secret")));
        malformed.put("SASLInitialResponse after the login", octets(saslInitial(FakeMechanism.NAME, "first")));
        malformed.put("startup after the login", octets(startup(DEMO)));
        malformed.put("SSLRequest after the login", octets(initial(new SslRequest())));
        malformed.put("TLS ClientHello after the login", octets(hex("16030100 2e010000 2a0303")));
        malformed.put("a wrong length behind a whole batch", octets(typed('S', ""), header((byte) 'Q', 3)));
        return malformed;
    }

    private static void wrongLength(Map<String, byte[]> malformed, byte type, int length) {
        malformed.put(MessageNames.frontend(type) + " of length " + length, octets(header(type, length)));
    }

    @Override
    protected byte[] headerBeforeLogin(int messageBytes) {
        return octets(Unpooled.buffer().writeInt(messageBytes).writeInt(ProtocolVersion.V3_0.code()));
    }

    /** The length does not count the type. */
    @Override
    protected byte[] headerAfterLogin(int messageBytes) {
        return octets(header(MessageCode.COPY_DATA, messageBytes - 1));
    }

    private static ByteBuf header(byte type, int length) {
        return Unpooled.buffer().writeByte(type).writeInt(length);
    }

    private static byte[] octets(ByteBuf... messages) {
        return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(messages));
    }
}
