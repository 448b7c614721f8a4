package io.heliosdb.mysql.protocol.internal;

import static io.heliosdb.mysql.protocol.internal.Conversation.error;
import static io.heliosdb.mysql.protocol.internal.Packets.packet;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.mysql.protocol.internal.message.Capability;
import io.heliosdb.spi.dialect.SessionControl;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.protocol.Activity;
import io.heliosdb.spi.type.TypeOid;
import io.heliosdb.sql.session.StatementSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandTest {
    private static final String OK = "00000002000000";
    private static final String EOF = "fe00000200";
    private static final String ONE = "0131";

    private final Conversation conversation = new Conversation();

    @AfterEach
    void finish() {
        conversation.finish();
    }

    @Test
    void rowsComeBetweenTwoEndsForOldClients() {
        List<String> payloads = conversation.loggedIn(0).ask("SELECT 1");
        assertThat(payloads).hasSize(5);
        assertThat(payloads.get(0)).isEqualTo("01");
        assertThat(payloads.subList(2, 5)).containsExactly(EOF, ONE, EOF);
        assertThat(conversation.client.activities()).containsExactly(Activity.IDLE, Activity.ACTIVE, Activity.IDLE);
    }

    @Test
    void rowsEndWithAnOkForNewClients() {
        List<String> payloads = conversation.loggedIn(Capability.DEPRECATE_EOF).ask("SELECT 1");
        assertThat(payloads.subList(2, 4)).containsExactly(ONE, "fe000002000000");
    }

    @Test
    void definitionsCanBeLeftOut() {
        conversation.loggedIn(Capability.DEPRECATE_EOF | Capability.OPTIONAL_RESULTSET_METADATA);
        assertThat(conversation.ask("SELECT 1").get(0)).isEqualTo("0101");
        conversation.engine().dialect.settings.put("resultset_metadata", "NONE");
        assertThat(conversation.ask("SELECT 1")).containsExactly("0001", ONE, "fe000002000000");
        assertThat(conversation.command("16" + hex("SELECT ?"))).containsExactly("000100000001000100" + "00000000");
    }

    @Test
    void anOkTellsCountsKeyWarningsAndWords() {
        conversation.loggedIn(0);
        conversation.engine().answers.put("UPDATE t", sink -> sink.completed(FakeSession.outcome(2, 3, "300")));
        conversation.engine().dialect.settings.put("warning_count", "7");
        conversation.engine().dialect.information = "words";
        assertThat(conversation.ask("UPDATE t")).containsExactly("0002fc2c01" + "0200" + "0700" + "05" + hex("words"));
    }

    @Test
    void whoAsksForFoundRowsGetsThem() {
        conversation.loggedIn(Capability.FOUND_ROWS);
        conversation.engine().answers.put("UPDATE t", sink -> sink.completed(FakeSession.outcome(2, 3, "no number")));
        assertThat(conversation.ask("UPDATE t")).containsExactly("00030002000000");
    }

    @Test
    void statusFlagsTellTheSession() {
        conversation.loggedIn(0);
        conversation.engine().dialect.autocommit = false;
        conversation.engine().transaction = TransactionStatus.IN_TRANSACTION;
        conversation.engine().dialect.settings.put("sql_mode", "ansi_quotes,no_backslash_escapes");
        assertThat(conversation.ask("DO 1")).containsExactly("00000001020000");
        assertThat(conversation.client.activities()).endsWith(Activity.IDLE_IN_TRANSACTION);
    }

    @Test
    void anErrorIsInTheDialectsTerms() {
        conversation.loggedIn(0);
        conversation
                .engine()
                .answers
                .put("SELEKT", sink -> sink.failed(new HeliosException("42601", "schöner Fehler")));
        assertThat(error(conversation.ask("SELEKT").get(0))).isEqualTo("1064 #42000schöner Fehler");
        conversation.engine().dialect.settings.put("character_set_results", "latin1");
        assertThat(conversation.ask("SELEKT").get(0)).endsWith("f66e6572204665686c6572");
        assertThat(conversation.ask("DO 1")).containsExactly(OK);
    }

    @Test
    void severalStatementsAreAnsweredOneByOne() {
        conversation.loggedIn(Capability.MULTI_STATEMENTS | Capability.DEPRECATE_EOF);
        assertThat(conversation.ask("DO 1;SELECT 1;DO 2")).element(0).isEqualTo("0000000a000000");
        conversation.engine().answers.put("bad", sink -> sink.failed(new HeliosException("42601", "bad")));
        List<String> payloads = conversation.ask("SELECT 1;bad;DO 3");
        assertThat(payloads.get(3)).isEqualTo("fe00000a000000");
        assertThat(error(payloads.get(4))).isEqualTo("1064 #42000bad");
        assertThat(payloads).hasSize(5);
        assertThat(conversation.engine().calls).doesNotContain("DO 3");
    }

    @Test
    void manyStatementsDoNotNest() {
        conversation.loggedIn(Capability.MULTI_STATEMENTS);
        assertThat(conversation.ask("DO 1;".repeat(20_000))).hasSize(20_000);
    }

    @Test
    void severalStatementsHaveToBeAllowed() {
        conversation.loggedIn(0).ask("DO 1;DO 2");
        assertThat(conversation.engine().calls).containsExactly("DO 1;DO 2");
        assertThat(conversation.command("1b0000")).containsExactly(EOF);
        conversation.ask("DO 1;DO 2");
        assertThat(conversation.engine().calls).endsWith("DO 1", "DO 2");
        conversation.command("1b0100");
        conversation.ask("DO 1;DO 2");
        assertThat(conversation.engine().calls).endsWith("DO 1;DO 2");
    }

    @Test
    void attributesOfAQueryAreReadOver() {
        conversation.loggedIn(Capability.QUERY_ATTRIBUTES);
        conversation.command("03" + "0001" + hex("DO 1"));
        conversation.command("03" + "0301" + "02" + "01" + "030001" + hex("a") + "fd0001" + hex("b") + "fd0001"
                + hex("c") + "05000000" + "0178" + hex("DO 2"));
        assertThat(conversation.engine().calls).containsExactly("DO 1", "DO 2");
    }

    @Test
    void statementsAreInTheClientsCharacters() {
        conversation.loggedIn(0);
        conversation.engine().dialect.settings.put("character_set_client", "latin1");
        conversation.command("03" + "27e48027");
        conversation.engine().dialect.settings.put("character_set_client", "utf8mb4");
        conversation.command("03" + "27c3a4ff27");
        assertThat(conversation.engine().calls).containsExactly("'ä€'", "'ä\udcff'");
    }

    @Test
    void smallCommandsAreStatements() {
        conversation.loggedIn(0);
        assertThat(conversation.command("0e")).containsExactly(OK);
        assertThat(conversation.command("02" + hex("a`b"))).containsExactly(OK);
        assertThat(conversation.command("0a")).containsExactly(OK);
        assertThat(conversation.command("1f")).containsExactly(OK);
        assertThat(conversation.engine().calls).containsExactly("USE `a``b`", "SHOW PROCESSLIST", "reset");
        assertThat(new String(
                        ByteBufUtil.decodeHexDump(conversation.command("09").get(0)), UTF_8))
                .startsWith("Uptime: ")
                .contains("  Threads: 1  Questions: 5  ");
        assertThat(error(conversation.command("0d").get(0))).startsWith("1227 #42000Access denied; you need");
    }

    @Test
    void columnsOfATableAreListed() {
        conversation.loggedIn(0);
        conversation
                .engine()
                .answers
                .put(
                        "SELECT * FROM `t` LIMIT 0",
                        Results.of("first", TypeOid.INT4).column("Second", TypeOid.TEXT));
        assertThat(conversation.command("04" + hex("t\0"))).hasSize(3).last().isEqualTo(EOF);
        assertThat(conversation.command("04" + hex("t\0s_c%")))
                .hasSize(2)
                .first()
                .asString()
                .contains(hex("Second"));
    }

    @Test
    void theClientGoes() {
        conversation.loggedIn(0).send(packet(0, new byte[] {1}));
        assertThat(conversation.channel.isOpen()).isFalse();
        assertThat(conversation.engine().calls).containsExactly("close");
    }

    @Test
    void anotherUserComes() {
        conversation.loggedIn(0);
        FakeSession before = conversation.engine();
        conversation.send(packet(
                0,
                Packets.hex("11" + hex("old\0") + "06" + hex("secret") + hex("shop\0") + "0800"
                        + hex("mysql_native_password\0"))));
        assertThat(conversation.payloads()).containsExactly("0103", OK);
        assertThat(before.calls).containsExactly("close");
        assertThat(conversation.engine().opening().user()).isEqualTo("old");
        assertThat(conversation.engine().opening().settings()).containsEntry("character_set_client", "latin1");
        assertThat(conversation.engine().calls).containsExactly("USE `shop`");
    }

    @Test
    void anotherUserIsRefused() {
        conversation
                .loggedIn(0)
                .send(packet(
                        0,
                        Packets.hex("11" + hex("demo\0") + "05" + hex("wrong") + hex("\0") + "ff00"
                                + hex("caching_sha2_password\0"))));
        assertThat(error(conversation.payloads().get(0))).startsWith("1045 ");
        assertThat(conversation.channel.isOpen()).isFalse();
    }

    @Test
    void changesOfTheSessionAreTold() {
        conversation.loggedIn(Capability.SESSION_TRACK);
        conversation.engine().answers.put("SET", sink -> {
            conversation.engine().dialect.settings.put("autocommit", "OFF");
            conversation.engine().dialect.schema = "shop";
            sink.completed(FakeSession.outcome(0));
        });
        String changes = "000f" + "0a" + hex("autocommit") + "03" + hex("OFF") + "0105" + "04" + hex("shop");
        assertThat(conversation.ask("SET")).containsExactly("000000" + "0240" + "0000" + "00" + "18" + changes);
        assertThat(conversation.ask("DO 1")).containsExactly(OK);
    }

    @Test
    void transactionsAreTrackedWhereTheClientWantsIt() {
        conversation.loggedIn(Capability.SESSION_TRACK);
        conversation.engine().dialect.settings.put("session_track_transaction_info", "STATE");
        conversation.engine().transaction = TransactionStatus.IN_TRANSACTION;
        assertThat(conversation.ask("BEGIN").get(0)).endsWith("0509" + "08" + hex("T_______"));
        conversation.engine().dialect.autocommit = false;
        assertThat(conversation.ask("DO 1").get(0)).endsWith(hex("I_______"));
        conversation.engine().transaction = TransactionStatus.IDLE;
        assertThat(conversation.ask("COMMIT").get(0)).endsWith(hex("________"));
    }

    @Test
    void aLongRowTakesSeveralPackets() {
        conversation.loggedIn(Capability.DEPRECATE_EOF);
        byte[] exact = new byte[0xff_ffff - 4];
        Arrays.fill(exact, (byte) 'y');
        byte[] longer = new byte[20_000_000];
        Arrays.fill(longer, (byte) 'x');
        longer[0xff_ffff - 9] = '0';
        longer[longer.length - 1] = '1';
        conversation
                .engine()
                .answers
                .put("SELECT long", Results.of("c", TypeOid.TEXT).row(exact).row(longer));
        conversation.send(Packets.query("SELECT long"));
        List<ByteBuf> packets = new ArrayList<>();
        while (conversation.received.isReadable()) {
            int length = conversation.received.readUnsignedMediumLE();
            assertThat(conversation.received.readUnsignedByte()).isEqualTo((short) (packets.size() + 1));
            packets.add(conversation.received.readSlice(length));
        }
        assertThat(packets.stream().map(ByteBuf::readableBytes))
                .containsExactly(1, packets.get(1).readableBytes(), 0xff_ffff, 0, 0xff_ffff, 20_000_009 - 0xff_ffff, 7);
        assertThat(packets.get(5).getByte(0)).isEqualTo((byte) '0');
        assertThat(packets.get(5).getByte(packets.get(5).readableBytes() - 1)).isEqualTo((byte) '1');
    }

    @Test
    void aLongStatementIsPutTogether() {
        conversation.loggedIn(0);
        byte[] payload = new byte[0xff_ffff + 5];
        Arrays.fill(payload, (byte) ' ');
        payload[0] = 3;
        payload[payload.length - 1] = 'x';
        conversation.send(packet(0, Arrays.copyOf(payload, 0xff_ffff)));
        conversation.send(packet(1, Arrays.copyOfRange(payload, 0xff_ffff, payload.length)));
        assertThat(conversation.payloads()).containsExactly(OK);
        assertThat(conversation.engine().calls)
                .singleElement()
                .asString()
                .hasSize(payload.length - 1)
                .endsWith(" x");
        conversation.send(packet(0, Arrays.copyOf(payload, 0xff_ffff)));
        conversation.send(packet(2, new byte[] {1}));
        assertThat(error(conversation.payloads().get(0))).isEqualTo("1156 #08S01Got packets out of order");
        assertThat(conversation.channel.isOpen()).isFalse();
    }

    @Test
    void aMessageThatIsTooLongInAllIsRefused() {
        conversation.loggedIn(0);
        byte[] piece = new byte[0xff_ffff];
        conversation.send(packet(0, piece));
        conversation.send(packet(1, piece));
        conversation.send(
                Unpooled.buffer().writeMediumLE(0xff_ffff).writeByte(2).array());
        assertThat(error(conversation.payloads().get(0))).startsWith("1153 #08S01Got a packet bigger");
    }

    @Test
    void onlyOneCommandIsWorkedOn() {
        conversation.loggedIn(0);
        List<StatementSink> sinks = new ArrayList<>();
        conversation.engine().answers.put("slow", sinks::add);
        conversation.send(Packets.query("slow"));
        assertThat(conversation.channel.config().isAutoRead()).isTrue();
        conversation.send(Packets.query("DO 1"));
        assertThat(conversation.channel.config().isAutoRead()).isFalse();
        assertThat(conversation.engine().calls).containsExactly("slow");
        sinks.get(0).completed(FakeSession.outcome(0));
        assertThat(conversation.engine().calls).containsExactly("slow", "DO 1");
        assertThat(conversation.channel.config().isAutoRead()).isTrue();
        conversation.collect();
        assertThat(conversation.received.readableBytes()).isEqualTo(2 * 11);
    }

    @Test
    void aStatementThatTakesTooLongIsCancelled() {
        conversation.loggedIn(0);
        conversation.session.statementTimedOut();
        assertThat(conversation.engine().calls).isEmpty();
        List<StatementSink> sinks = new ArrayList<>();
        conversation.engine().answers.put("slow", sinks::add);
        conversation.send(Packets.query("slow"));
        conversation.session.statementTimedOut();
        assertThat(conversation.engine().calls).containsExactly("slow", "cancel");
        sinks.get(0).failed(new HeliosException(SqlState.QUERY_CANCELED, "canceled"));
        assertThat(error(conversation.payloads().get(0)))
                .startsWith("3024 #HY000Query execution was interrupted, maximum");
        assertThat(conversation.ask("DO 1")).containsExactly(OK);
    }

    @Test
    void aClientThatAsksForNothingIsToldWhyItIsDisconnected() {
        conversation.channel.freezeTime();
        conversation.loggedIn(0);
        conversation.engine().dialect.idleTimeoutMillis = 3000;
        assertThat(conversation.ask("SET wait_timeout = 3")).containsExactly(OK);
        elapse(2900);
        assertThat(conversation.ask("DO 1")).containsExactly(OK);
        elapse(2900);
        assertThat(conversation.payloads()).isEmpty();

        List<StatementSink> sinks = new ArrayList<>();
        conversation.engine().answers.put("slow", sinks::add);
        conversation.send(Packets.query("slow"));
        elapse(10_000);
        assertThat(conversation.payloads()).isEmpty();
        sinks.get(0).completed(FakeSession.outcome(0));
        assertThat(conversation.payloads()).containsExactly(OK);

        elapse(2999);
        assertThat(conversation.payloads()).isEmpty();
        elapse(1);
        assertThat(error(conversation.payloads().get(0))).startsWith("4031 #HY000The client was disconnected by");
        assertThat(conversation.channel.isOpen()).isFalse();
    }

    private void elapse(long millis) {
        conversation.channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        conversation.channel.runScheduledPendingTasks();
        conversation.collect();
    }

    @Test
    void countsWhatItServesAndWhomItLoses() {
        conversation.loggedIn(0);
        SessionControl control = conversation.engine().opening().control();
        conversation.ask("DO 1");
        assertThat(control.status())
                .containsEntry("Connections", 1L)
                .containsEntry("Threads_connected", 1L)
                .containsEntry("Threads_running", 0L)
                .containsEntry("Questions", 1L)
                .containsEntry("Aborted_clients", 0L);
        List<StatementSink> sinks = new ArrayList<>();
        conversation.engine().answers.put("slow", sinks::add);
        conversation.send(Packets.query("slow"));
        assertThat(control.status()).containsEntry("Threads_running", 1L);
        conversation.channel.close();
        assertThat(control.status()).containsEntry("Threads_connected", 0L).containsEntry("Aborted_clients", 1L);
    }

    @Test
    void aClientThatTakesLeaveIsNotLost() {
        conversation.loggedIn(0);
        SessionControl control = conversation.engine().opening().control();
        conversation.command("01");
        assertThat(conversation.channel.isOpen()).isFalse();
        assertThat(control.status()).containsEntry("Aborted_clients", 0L);
    }

    @Test
    void sessionsOfTheSameUserCanBeKilled() {
        conversation.loggedIn(0);
        SessionControl control = conversation.engine().opening().control();
        assertThat(control.kill(99, SessionControl.Target.SESSION)).isEqualTo(SessionControl.Answer.UNKNOWN);
        List<StatementSink> sinks = new ArrayList<>();
        conversation.engine().answers.put("slow", sinks::add);
        conversation.send(Packets.query("slow"));
        assertThat(control.kill(1, SessionControl.Target.STATEMENT)).isEqualTo(SessionControl.Answer.TAKEN);
        conversation.collect();
        sinks.get(0).failed(new HeliosException(SqlState.QUERY_CANCELED, "canceled"));
        assertThat(error(conversation.payloads().get(0))).isEqualTo("1317 #70100Query execution was interrupted");
        conversation.send(Packets.query("slow"));
        assertThat(control.kill(1, SessionControl.Target.SESSION)).isEqualTo(SessionControl.Answer.TAKEN);
        assertThat(conversation.payloads()).isEmpty();
        assertThat(conversation.channel.isOpen()).isFalse();
    }

    @Test
    void aSessionCanKillItself() {
        conversation.loggedIn(0);
        conversation.send(packet(0, Packets.hex("0c01000000")));
        assertThat(conversation.payloads()).containsExactly(OK);
        assertThat(conversation.channel.isOpen()).isFalse();
    }

    @Test
    void nobodyKillsAStrangersSession() {
        conversation.loggedIn(0);
        ConnectionRegistry registry = new ConnectionRegistry();
        assertThat(registry.kill("demo", 1, SessionControl.Target.SESSION)).isEqualTo(SessionControl.Answer.UNKNOWN);
        conversation.send(packet(0, Packets.hex("11" + hex("guest\0") + "06" + hex("secret") + hex("\0"))));
        // Its control still speaks for the user that it was made for.
        SessionControl stranger = conversation.sessions.get(0).opening().control();
        conversation.payloads();
        assertThat(stranger.kill(1, SessionControl.Target.SESSION))
                .isIn(SessionControl.Answer.FOREIGN, SessionControl.Answer.UNKNOWN);
        assertThat(conversation.channel.isOpen()).isTrue();
    }

    @Test
    void aRowThatCannotBeWrittenIsAnErrorOfItsOwn() {
        conversation.loggedIn(0);
        conversation
                .engine()
                .answers
                .put(
                        "SELECT n",
                        Results.of("n", TypeOid.NUMERIC).row(new byte[] {1}).row(new byte[8]));
        List<String> payloads = conversation.ask("SELECT n");
        assertThat(error(payloads.get(3))).isEqualTo("1105 #HY000Unknown error");
        assertThat(conversation.ask("DO 1")).containsExactly(OK);
    }

    @Test
    void aDefectEndsTheSessionWithoutDetails() {
        conversation.loggedIn(0);
        conversation.engine().answers.put("defect", sink -> {
            throw new IllegalStateException("io.heliosdb.secret");
        });
        assertThat(error(conversation.ask("defect").get(0))).isEqualTo("1105 #HY000Unknown error");
        assertThat(conversation.channel.isOpen()).isFalse();
    }

    private static String hex(String text) {
        return ByteBufUtil.hexDump(text.getBytes(UTF_8));
    }
}
