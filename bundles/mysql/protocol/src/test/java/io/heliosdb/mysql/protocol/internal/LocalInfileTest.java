package io.heliosdb.mysql.protocol.internal;

import static io.heliosdb.mysql.protocol.internal.Conversation.error;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.mysql.protocol.MysqlSettings;
import io.heliosdb.mysql.protocol.internal.message.Capability;
import io.heliosdb.spi.dialect.SessionControl;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.session.FileContent;
import io.heliosdb.sql.session.StatementSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The packets of LOAD DATA LOCAL (manual, "LOCAL INFILE Request"). */
class LocalInfileTest {
    private static final String LOAD = "LOAD DATA LOCAL INFILE 'f'";
    private static final String REQUEST = "fb" + "66";
    private static final String OK = "00000002000000";

    private final Conversation conversation = new Conversation(new MysqlSettings(true));
    private final Taker taker = new Taker();

    /** A statement that takes the pieces of its file, each when the test says so. */
    private static final class Taker implements FakeSession.Answer, FileContent {
        final List<String> pieces = new ArrayList<>();
        boolean atOnce = true;
        Runnable taken;
        StatementSink sink;
        HeliosException failure;

        @Override
        public void accept(StatementSink statement) {
            sink = statement;
            statement.file("f", this);
        }

        @Override
        public void content(ByteBuf octets, Runnable next) {
            pieces.add(octets.readableBytes() > 100 ? "" + octets.readableBytes() : octets.toString(UTF_8));
            taken = next;
            if (atOnce) {
                next.run();
            }
        }

        @Override
        public void end() {
            pieces.add("end");
            if (failure == null) {
                sink.completed(FakeSession.outcome(3));
            } else {
                sink.failed(failure);
            }
        }

        @Override
        public void refuse(HeliosException reason) {
            sink.failed(reason);
        }
    }

    private void logIn(int more) {
        conversation.loggedIn(Capability.LOCAL_FILES | more);
        conversation.engine().answers.put(LOAD, taker);
    }

    private void packet(int sequence, String content) {
        conversation.send(Packets.packet(sequence, content.getBytes(UTF_8)));
    }

    @AfterEach
    void finish() {
        conversation.finish();
    }

    @Test
    void theClientIsAskedAndAnswersUntilAnEmptyPacket() {
        logIn(0);
        conversation.engine().dialect.information = "words";
        assertThat(conversation.ask(LOAD)).containsExactly(REQUEST);
        packet(2, "1\n2");
        packet(3, "\n3\n");
        assertThat(conversation.payloads()).isEmpty();
        packet(4, "");
        assertThat(conversation.payloads()).containsExactly("0003000200000005776f726473");
        assertThat(taker.pieces).containsExactly("1\n2", "\n3\n", "end");
        assertThat(conversation.ask("DO 1")).hasSize(1);
    }

    @Test
    void numbersGoRoundAndOnesOutOfOrderEndTheSession() {
        logIn(0);
        conversation.ask(LOAD);
        for (int sequence = 2; sequence < 300; sequence++) {
            packet(sequence & 0xff, "x");
        }
        assertThat(taker.pieces).hasSize(298);
        packet(7, "x");
        assertThat(error(conversation.payloads().get(0))).startsWith("1156 ");
        assertThat(conversation.channel.isOpen()).isFalse();
    }

    @Test
    void whatIsNotTakenYetWaits() {
        logIn(0);
        taker.atOnce = false;
        conversation.ask(LOAD);
        packet(2, "one");
        packet(3, "two");
        packet(4, "");
        assertThat(taker.pieces).containsExactly("one");
        assertThat(conversation.channel.config().isAutoRead()).isFalse();
        taker.taken.run();
        assertThat(taker.pieces).containsExactly("one", "two");
        taker.taken.run();
        assertThat(conversation.payloads()).containsExactly("00030002000000");
        assertThat(conversation.channel.config().isAutoRead()).isTrue();
    }

    @Test
    void aLongPieceTakesSeveralPackets() {
        logIn(0);
        conversation.ask(LOAD);
        conversation.send(Packets.packet(2, new byte[PacketOutput.LONGEST_PAYLOAD]));
        packet(3, "x");
        packet(4, "");
        assertThat(taker.pieces).containsExactly(Integer.toString(PacketOutput.LONGEST_PAYLOAD + 1), "end");
    }

    @Test
    void anErrorIsToldBehindTheContent() {
        logIn(0);
        taker.failure = new HeliosException("22012", "no good");
        conversation.ask(LOAD);
        packet(2, "x");
        assertThat(conversation.payloads()).isEmpty();
        packet(3, "");
        assertThat(error(conversation.payloads().get(0))).isEqualTo("1064 #42000no good");
        assertThat(conversation.ask("DO 1")).containsExactly(OK);
    }

    @Test
    void aFileIsOneOfSeveralStatements() {
        logIn(Capability.MULTI_STATEMENTS);
        assertThat(conversation.ask("DO 1;" + LOAD + ";DO 2")).containsExactly("0000000a000000", REQUEST);
        packet(3, "x");
        packet(4, "");
        assertThat(conversation.payloads()).containsExactly("0003000a000000", OK);
        assertThat(conversation.ask(LOAD + ";" + LOAD)).containsExactly(REQUEST);
        packet(2, "");
        assertThat(conversation.payloads()).containsExactly("0003000a000000", REQUEST);
        packet(5, "");
        assertThat(conversation.payloads()).containsExactly("00030002000000");
    }

    @Test
    void aClientThatAllowsNoFilesIsNotAsked() {
        conversation.loggedIn(0);
        conversation.engine().answers.put(LOAD, taker);
        assertThat(error(conversation.ask(LOAD).get(0))).contains("Loading local data is disabled");
        assertThat(conversation.ask("DO 1")).containsExactly(OK);
    }

    @Test
    void theSessionKnowsWhetherFilesAreAllowed() {
        logIn(0);
        assertThat(conversation.engine().opening().settings()).containsEntry("local_infile", "ON");
        Conversation other = new Conversation();
        assertThat(ByteBufUtil.hexDump(other.received)).isNotEmpty();
        other.loggedIn(Capability.LOCAL_FILES);
        other.engine().answers.put(LOAD, taker);
        assertThat(other.engine().opening().settings()).containsEntry("local_infile", "OFF");
        assertThat(error(other.ask(LOAD).get(0))).contains("Loading local data is disabled");
        other.finish();
    }

    @Test
    void aClientThatGoesTakesItsSessionAlong() {
        logIn(0);
        conversation.ask(LOAD);
        packet(2, "x");
        conversation.channel.close();
        assertThat(conversation.engine().calls).endsWith("close");
    }

    @Test
    void aClientThatSendsNothingIsNotWaitedForLongerThanAStatementMayTake() {
        logIn(0);
        conversation.ask(LOAD);
        conversation.session.statementTimedOut();
        assertThat(error(conversation.payloads().get(0))).startsWith("1159 ");
        assertThat(conversation.channel.isOpen()).isFalse();
    }

    @Test
    void aStatementThatWaitsCanBeKilled() {
        logIn(0);
        conversation.ask(LOAD);
        long id = conversation.engine().opening().connectionId();
        assertThat(conversation.engine().opening().control().kill(id, SessionControl.Target.STATEMENT))
                .isEqualTo(SessionControl.Answer.TAKEN);
        conversation.collect();
        assertThat(conversation.engine().calls).endsWith("cancel");
    }
}
