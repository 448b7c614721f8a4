package io.heliosdb.pg.protocol.internal;

import static io.heliosdb.pg.protocol.internal.Conversation.hex;
import static io.heliosdb.pg.protocol.internal.Conversation.saslInitial;
import static io.heliosdb.pg.protocol.internal.Conversation.startup;
import static io.heliosdb.pg.protocol.internal.Conversation.typed;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.protocol.TraceView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PostgresTraceViewTest {
    private static final ByteBuf SSL_REQUEST = hex("00000008 04d2162f");
    private static final ByteBuf GSS_ENC_REQUEST = hex("00000008 04d21630");

    /** What a view shows, one direction after the other, and what it notes. */
    private static final class Trace implements TraceView.Shown {
        private final TraceView view;
        private final int pieceBytes;
        private final StringBuilder received = new StringBuilder();
        private final StringBuilder sent = new StringBuilder();
        private final List<String> notes = new ArrayList<>();

        Trace(TraceView view, int pieceBytes) {
            this.view = view;
            this.pieceBytes = pieceBytes;
        }

        Trace(TraceView view) {
            this(view, Integer.MAX_VALUE);
        }

        Trace receive(ByteBuf octets) {
            for (ByteBuf rest = octets.duplicate(); rest.isReadable(); ) {
                view.received(Unpooled.copiedBuffer(rest.readSlice(Math.min(pieceBytes, rest.readableBytes()))), this);
            }
            return this;
        }

        Trace send(ByteBuf octets) {
            for (ByteBuf rest = octets.duplicate(); rest.isReadable(); ) {
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

    private static ByteBuf text(String octets) {
        return Unpooled.copiedBuffer(octets, ISO_8859_1);
    }

    private static ByteBuf authentication(int method, String data) {
        return typed('R', text("\0\0\0" + (char) method + data).toString(ISO_8859_1));
    }

    private static String shown(ByteBuf octets) {
        return octets.toString(ISO_8859_1);
    }

    private static Trace session(TraceView view, int pieceBytes) {
        return new Trace(view, pieceBytes)
                .receive(SSL_REQUEST)
                .send(text("S"))
                .receive(startup(Map.of("user", "demo")))
                .send(authentication(10, "SCRAM-SHA-256\0\0"))
                .receive(saslInitial("SCRAM-SHA-256", "n,,n=,r=abc"))
                .send(authentication(11, "r=abcdef,s=xyz,i=4096"))
                .receive(typed('p', "c=biws,r=abcdef,p=proof"))
                .send(authentication(12, "v=verifier"))
                .send(authentication(0, ""))
                .send(typed('K', "\0\0\0\1\1\2\0\4"))
                .send(typed('Z', "I"))
                .receive(typed('Q', "ALTER ROLE a PASSWORD 'x''y'\0"))
                .send(typed('E', "SERROR\0C42601\0Mnear \"'x''y'\"\0Q\0P1\0\0"))
                .send(typed('Z', "I"))
                .receive(typed('P', "password\0SELECT 'a', $1\0\0\1\0\0\0\31"))
                .receive(typed('B', "\0password\0\0\0\0\1\0\0\0\1'\0\0"))
                .receive(typed('S', ""))
                .send(typed('E', "SERROR\0C42601\0Mnear 'a'\0\0"))
                .send(typed('Z', "I"))
                .receive(typed('X', ""));
    }

    /** The same however it is cut. */
    @Property(tries = 60)
    void masksSecretsAndKeepsLengths(@ForAll @IntRange(min = 1, max = 60) int pieceBytes) {
        Trace trace = session(new PostgresTraceView(true, false), pieceBytes);
        assertThat(trace.received)
                .hasToString(shown(startup(Map.of("user", "demo")))
                        + shown(saslInitial("SCRAM-SHA-256", "***********"))
                        + shown(typed('p', "***********************"))
                        + shown(typed('Q', "ALTER ROLE a PASSWORD '*****\0"))
                        + shown(typed('P', "password\0SELECT 'a', $1\0\0\1\0\0\0\31"))
                        + shown(typed('B', "\0password\0\0\0\0\1\0\0\0\1'\0\0"))
                        + shown(typed('S', ""))
                        + shown(typed('X', "")));
        assertThat(trace.sent)
                .hasToString(shown(authentication(10, "SCRAM-SHA-256\0\0"))
                        + shown(authentication(11, "*********************"))
                        + shown(authentication(12, "**********"))
                        + shown(authentication(0, ""))
                        + shown(typed('K', "\0\0\0\1****"))
                        + shown(typed('Z', "I"))
                        + shown(typed('E', "SERROR\0C42601\0M*************\0Q\0P1\0\0"))
                        + shown(typed('Z', "I"))
                        + shown(typed('E', "SERROR\0C42601\0Mnear 'a'\0\0"))
                        + shown(typed('Z', "I")));
        assertThat(trace.notes).containsExactly("left out: SSLRequest, answered by S");
    }

    @Test
    void showsEverythingButTheNegotiationWhereNothingIsMasked() {
        Trace trace = session(new PostgresTraceView(false, false), 3);
        assertThat(trace.received)
                .startsWith(shown(startup(Map.of("user", "demo"))) + shown(saslInitial("SCRAM-SHA-256", "n,,n=,r=abc")))
                .contains("p=proof", "PASSWORD 'x''y'");
        assertThat(trace.sent).contains("s=xyz", "v=verifier", "\1\2\0\4", "near \"'x''y'\"");
    }

    @Test
    void leavesRefusalsOutToo() {
        Trace trace = new Trace(new PostgresTraceView(true, false))
                .receive(GSS_ENC_REQUEST)
                .send(text("N"))
                .receive(SSL_REQUEST)
                .send(text("N"))
                .receive(startup(Map.of("user", "demo")))
                .send(authentication(0, ""));
        assertThat(trace.received).hasToString(shown(startup(Map.of("user", "demo"))));
        assertThat(trace.sent).hasToString(shown(authentication(0, "")));
        assertThat(trace.notes)
                .containsExactly("left out: GSSENCRequest, answered by N", "left out: SSLRequest, answered by N");
    }

    @Test
    void showsTheErrorThatAnswersARequest() {
        Trace trace = new Trace(new PostgresTraceView(true, false), 1)
                .receive(SSL_REQUEST)
                .send(typed('E', "SFATAL\0\0"));
        assertThat(trace.sent).hasToString(shown(typed('E', "SFATAL\0\0")));
    }

    @Test
    void masksTheKeyOfACancel() {
        Trace trace = new Trace(new PostgresTraceView(true, false)).receive(hex("00000010 04d2162e 00000007 0badcafe"));
        assertThat(trace.received).hasToString(shown(hex("00000010 04d2162e 00000007 2a2a2a2a")));
    }

    @Test
    void masksWhatIsNoInitialMessage() {
        Trace trace = new Trace(new PostgresTraceView(true, false)).receive(text("GET /?password HTTP/1.1\r\nsecret"));
        assertThat(trace.received.toString()).startsWith("GET /?pa*").doesNotContain("secret");
    }

    @Test
    void masksPasswordsInClear() {
        Trace trace = new Trace(new PostgresTraceView(true, false))
                .receive(startup(Map.of("user", "demo")))
                .send(authentication(3, ""))
                .receive(typed('p', "secret\0"));
        assertThat(trace.received.toString()).endsWith(shown(typed('p', "******\0")));
    }

    @Test
    void masksLoginMessagesThatAreTooLongToBeGathered() {
        Trace trace = new Trace(new PostgresTraceView(true, true), 1_000).receive(typed('p', "s".repeat(20_000)));
        assertThat(trace.received).hasToString(shown(typed('p', "*".repeat(20_000))));
    }

    @Test
    void errorsOfPipelinedStatementsAreMaskedUntilAllAreAnswered() {
        Trace trace = new Trace(new PostgresTraceView(true, true))
                .receive(typed('Q', "SELECT 1\0"))
                .receive(typed('Q', "SET password 'x'\0"))
                .send(typed('Z', "I"))
                .send(typed('E', "Mx\0\0"))
                .send(typed('Z', "I"))
                .send(typed('E', "My\0\0"));
        assertThat(trace.sent)
                .hasToString(shown(typed('Z', "I"))
                        + shown(typed('E', "M*\0\0"))
                        + shown(typed('Z', "I"))
                        + shown(typed('E', "My\0\0")));
    }

    @Test
    void aSessionCanBeTracedFromItsMiddleBetweenMessages() {
        Conversation conversation = new Conversation();
        assertThat(conversation.session.traceViewFromNow(true)).isEmpty();
        conversation.loggedIn();
        assertThat(conversation.session.traceViewFromNow(true)).isPresent();
        conversation.send(hex("51 00 00"));
        assertThat(conversation.session.traceViewFromNow(true)).isEmpty();
        conversation.finish();
    }
}
