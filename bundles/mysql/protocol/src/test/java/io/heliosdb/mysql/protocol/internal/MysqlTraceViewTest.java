package io.heliosdb.mysql.protocol.internal;

import static io.heliosdb.mysql.protocol.internal.Packets.hex;
import static io.heliosdb.mysql.protocol.internal.Packets.packet;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.mysql.protocol.internal.message.Capability;
import io.heliosdb.mysql.protocol.internal.message.HandshakeResponse41;
import io.heliosdb.mysql.protocol.internal.message.HandshakeV10;
import io.heliosdb.mysql.protocol.internal.message.Negotiated;
import io.heliosdb.mysql.protocol.internal.type.CharacterSet;
import io.heliosdb.spi.protocol.TraceView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MysqlTraceViewTest {
    private static final int CAPABILITIES = Packets.USUAL | Capability.PLUGIN_AUTH_LENENC_CLIENT_DATA;
    private static final byte[] OK = hex("00 00 00 02 00 00 00");

    /** What a view shows, as text, and what it notes. */
    private static final class Trace implements TraceView.Shown {
        private final TraceView view;
        private final int pieceBytes;
        private final StringBuilder received = new StringBuilder();
        private final StringBuilder sent = new StringBuilder();
        private final List<String> notes = new ArrayList<>();

        Trace(TraceView view, int pieceBytes) {
            this.view = view;
            this.pieceBytes = pieceBytes;
            view.begin(this);
        }

        Trace receive(int sequence, byte[] payload) {
            return receive(packet(sequence, payload));
        }

        Trace receive(byte[] octets) {
            for (ByteBuf rest = Unpooled.copiedBuffer(octets); rest.isReadable(); ) {
                view.received(Unpooled.copiedBuffer(rest.readSlice(Math.min(pieceBytes, rest.readableBytes()))), this);
            }
            return this;
        }

        Trace send(int sequence, byte[] payload) {
            for (ByteBuf rest = Unpooled.copiedBuffer(packet(sequence, payload)); rest.isReadable(); ) {
                view.sent(Unpooled.copiedBuffer(rest.readSlice(Math.min(pieceBytes, rest.readableBytes()))), this);
            }
            return this;
        }

        @Override
        public void received(ByteBuf octets) {
            received.append(octets.toString(ISO_8859_1));
        }

        @Override
        public void sent(ByteBuf octets) {
            sent.append(octets.toString(ISO_8859_1));
        }

        @Override
        public void note(String words) {
            notes.add(words);
        }
    }

    private static byte[] greeting(String challenge) {
        ByteBuf out = Unpooled.buffer();
        new HandshakeV10(
                        "8.4.0", 7, challenge.getBytes(ISO_8859_1), Capability.OFFERED, 255, 2, "caching_sha2_password")
                .encode(out, new Negotiated(0, CharacterSet.UTF8MB4));
        return ByteBufUtil.getBytes(out);
    }

    private static byte[] response(int capabilities, String answer) {
        return ByteBufUtil.getBytes(Packets.response(capabilities, "demo", answer, "shop", "caching_sha2_password"));
    }

    private static byte[] sslRequest(int capabilities) {
        return ByteBufUtil.getBytes(Unpooled.buffer()
                .writeIntLE(capabilities)
                .writeIntLE(1 << 24)
                .writeByte(255)
                .writeZero(23));
    }

    private static byte[] text(String octets) {
        return octets.getBytes(ISO_8859_1);
    }

    private static String shown(int sequence, byte[] payload) {
        return new String(packet(sequence, payload), ISO_8859_1);
    }

    private static String shown(int sequence, String payload) {
        return shown(sequence, text(payload));
    }

    /** The same however it is cut. */
    @Property(tries = 60)
    void masksSecretsAndKeepsLengths(@ForAll @IntRange(min = 1, max = 120) int pieceBytes) {
        int asked = CAPABILITIES | Capability.SSL | Capability.COMPRESS | Capability.ZSTD_COMPRESSION_ALGORITHM;
        Trace trace = new Trace(new MysqlTraceView(true), pieceBytes)
                .send(0, greeting("abcdefghijklmnopqrst"))
                .receive(1, sslRequest(asked))
                .receive(2, response(asked, "answer to it"))
                .send(3, text("\u00fecaching_sha2_password\0tsrqponmlkjihgfedcba\0"))
                .receive(4, text("another answer"))
                .send(5, hex("01 04"))
                .receive(6, hex("02"))
                .send(7, text("\1-----BEGIN PUBLIC KEY-----"))
                .receive(8, text("secret\0"))
                .send(9, OK)
                .receive(0, text("\3SET PASSWORD = 'secret'"))
                .send(1, text("\u00ff(\4#42000near 'secret'"))
                .receive(0, text("\26SELECT 'a'"))
                .send(1, text("\u00ff(\4#42000near 'a'"))
                .receive(0, text("\21demo\0\14answer to itshop\0"))
                .send(1, text("\u00fecaching_sha2_password\0tsrqponmlkjihgfedcba\0"))
                .receive(2, text("another answer"))
                .send(3, OK)
                .receive(0, text("\3SELECT 1"));
        assertThat(trace.received)
                .hasToString(shown(1, response(CAPABILITIES, "************"))
                        + shown(3, "**************")
                        + shown(5, "\2")
                        + shown(7, "******\0")
                        + shown(0, "\3SET PASSWORD = '*******")
                        + shown(0, "\26SELECT 'a'")
                        + shown(0, "\21demo\0\14************shop\0")
                        + shown(2, "**************")
                        + shown(0, "\3SELECT 1"));
        assertThat(trace.sent)
                .hasToString(shown(0, greeting("********************"))
                        + shown(2, "\u00fecaching_sha2_password\0********************\0")
                        + shown(4, "\1\4")
                        + shown(6, "\1**************************")
                        + shown(8, OK)
                        + shown(1, "\u00ff(\4#42000*************")
                        + shown(1, "\u00ff(\4#42000near 'a'")
                        + shown(1, "\u00fecaching_sha2_password\0********************\0")
                        + shown(3, OK));
        assertThat(trace.notes).containsExactly("left out: SSLRequest");
    }

    @Test
    void leavesOutTheTlsThatCameWithItsRequest() {
        ByteBuf piece = Unpooled.buffer()
                .writeBytes(packet(1, sslRequest(CAPABILITIES | Capability.SSL)))
                .writeBytes(text("\26\3\1 and so on"));
        Trace trace = new Trace(new MysqlTraceView(true), Integer.MAX_VALUE)
                .send(0, greeting("abcdefghijklmnopqrst"))
                .receive(ByteBufUtil.getBytes(piece))
                .receive(2, response(CAPABILITIES | Capability.SSL, "x"));
        assertThat(trace.received).hasToString(shown(1, response(CAPABILITIES, "*")));
    }

    @Test
    void masksNothingWhereNothingIsToBeMasked() {
        Trace trace = new Trace(new MysqlTraceView(false), 5)
                .send(0, greeting("abcdefghijklmnopqrst"))
                .receive(1, response(CAPABILITIES | Capability.COMPRESS, "secret"))
                .send(2, OK)
                .receive(0, text("\3SET PASSWORD = 'secret'"));
        assertThat(trace.received)
                .hasToString(shown(1, response(CAPABILITIES, "secret")) + shown(0, "\3SET PASSWORD = 'secret'"));
        assertThat(trace.sent).hasToString(shown(0, greeting("abcdefghijklmnopqrst")) + shown(2, OK));
    }

    @Test
    void masksAnswersOfEveryForm() {
        for (int capabilities : new int[] {Packets.USUAL, Packets.USUAL & ~Capability.PLUGIN_AUTH}) {
            Trace trace = new Trace(new MysqlTraceView(true), 7)
                    .send(0, greeting("abcdefghijklmnopqrst"))
                    .receive(1, response(capabilities, "secret"));
            assertThat(trace.received).hasToString(shown(1, response(capabilities, "******")));
        }
    }

    @Test
    void masksLoginsThatAreBrokenOrTooLong() {
        Trace trace = new Trace(new MysqlTraceView(true), 1_000)
                .send(0, greeting("abcdefghijklmnopqrst"))
                .receive(1, text("secret"));
        assertThat(trace.received).hasToString(shown(1, "******"));
        trace = new Trace(new MysqlTraceView(true), 1_000)
                .send(0, greeting("abcdefghijklmnopqrst"))
                .receive(1, text("s".repeat(20_000)));
        assertThat(trace.received).hasToString(shown(1, "*".repeat(20_000)));
    }

    @Test
    void showsTheErrorInPlaceOfAGreeting() {
        byte[] error = text("\u00ff\u0010\u0004#08004Too many connections");
        assertThat(new Trace(new MysqlTraceView(true), 3).send(0, error).sent).hasToString(shown(0, error));
    }

    @Test
    void aStatementOfSeveralPacketsIsOne() {
        String head = "\3SELECT 'password";
        Trace trace = new Trace(MysqlTraceView.ofSession(true, null), Integer.MAX_VALUE)
                .receive(0, text(head + "s".repeat(PacketOutput.LONGEST_PAYLOAD - head.length())))
                .receive(1, text("secret"));
        assertThat(trace.received.toString()).endsWith(shown(1, "******")).doesNotContain("secret");
    }

    @Test
    void theContentOfAFileIsNoStatement() {
        Trace trace = new Trace(MysqlTraceView.ofSession(true, null), 4)
                .receive(0, text("\3LOAD DATA LOCAL INFILE 'x' INTO TABLE t"))
                .send(1, text("\u00fbx"))
                .receive(2, text("\21a,password 'b'\n"))
                .receive(3, new byte[0])
                .send(4, OK)
                .receive(0, text("\3SELECT 1"));
        assertThat(trace.received.toString()).contains("\21a,password 'b'\n").endsWith(shown(0, "\3SELECT 1"));
    }

    @Test
    void aSessionThatIsTracedFromItsMiddleBeginsWithALogin() {
        Conversation conversation = new Conversation();
        assertThat(conversation.session.traceViewFromNow(true)).isEmpty();
        conversation.loggedIn(Capability.DEPRECATE_EOF | Capability.COMPRESS);
        TraceView view = conversation.session.traceViewFromNow(true).orElseThrow();
        Trace trace = new Trace(view, 3).receive(0, text("\3SELECT 1")).send(1, OK);
        assertThat(trace.notes).hasSize(1);

        ByteBuf received = Unpooled.copiedBuffer(trace.received, ISO_8859_1);
        assertThat(received.readUnsignedMediumLE()).isPositive();
        assertThat(received.readByte()).isEqualTo((byte) 1);
        HandshakeResponse41 login = HandshakeResponse41.decode(received, -1);
        assertThat(login.user()).isEqualTo("demo");
        assertThat(login.answer()).isEmpty();
        assertThat(Capability.has(login.capabilities(), Capability.DEPRECATE_EOF))
                .isTrue();
        assertThat(Capability.has(login.capabilities(), Capability.COMPRESS)).isFalse();
        assertThat(received.toString(ISO_8859_1)).isEqualTo(shown(0, "\3SELECT 1"));
        assertThat(trace.sent.toString()).contains(ServerVersion.TEXT).endsWith(shown(2, OK) + shown(1, OK));
        conversation.channel.finishAndReleaseAll();
    }

    @Test
    void noSessionIsTracedFromTheMiddleOfAMessage() {
        Conversation conversation = new Conversation().loggedIn(0);
        assertThat(conversation.session.traceViewFromNow(true)).isPresent();
        conversation.send(hex("05 00 00"));
        assertThat(conversation.session.traceViewFromNow(true)).isEmpty();
        conversation.channel.finishAndReleaseAll();
    }
}
