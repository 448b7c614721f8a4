package io.heliosdb.pg.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.pg.engine.TestClient.Answer;
import io.heliosdb.spi.error.HeliosException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions that share one connection. */
class TransactionPoolingTest extends EngineTestBase {
    private static final String PID = "SELECT pg_backend_pid()";
    private static final String PREPARED = "SELECT count(*) FROM pg_prepared_statements WHERE NOT from_sql";

    private PostgresEngine engine;

    @BeforeEach
    void oneConnection() {
        engine = engine(Map.of("pooling", "transaction", "max-connections", 1, "statement-cache", 3));
    }

    private TestClient open() {
        return TestClient.open(engine, loop, request());
    }

    private static TestClient prepare(TestClient client, String name, String sql) {
        assertThat(client.parse(name, sql).describe('S', name).sync().send().typesUntilIdle())
                .isEqualTo("1tTZ");
        return client;
    }

    private static List<String> run(TestClient client, String name, String... values) {
        return client.bind("", name, values).execute("").sync().send().rowUntilIdle();
    }

    @Test
    void sessionsShareOneConnection() {
        TestClient first = open();
        TestClient second = open();

        assertThat(first.value(PID)).isEqualTo(second.value(PID));
        assertThat(first.start().processId()).isNotEqualTo(second.start().processId());
        assertThat(first.start().parameters()).containsEntry("client_encoding", "UTF8");
    }

    @Test
    void aTransactionKeepsItsConnection() {
        TestClient first = open();
        TestClient second = open();
        assertThat(first.query("BEGIN").send().typesUntilIdle()).isEqualTo("CZ");
        second.query("SELECT 2").send();
        assertThat(first.value("SELECT 1")).isEqualTo("1");
        assertThat(second.isSilent()).isTrue();

        assertThat(first.query("COMMIT").send().typesUntilIdle()).isEqualTo("CZ");

        assertThat(second.rowUntilIdle()).containsExactly("2");
    }

    @Test
    void thoseWhoWaitAreServedInTheirOrder() {
        TestClient holder = open();
        TestClient second = open();
        TestClient third = open();
        holder.query("BEGIN; CREATE TABLE turns (id serial, who text)").send().untilIdle();
        second.query("INSERT INTO turns (who) VALUES ('second')").send();
        third.query("INSERT INTO turns (who) VALUES ('third')").send();
        holder.query("COMMIT").send().untilIdle();
        second.untilIdle();
        third.untilIdle();

        assertThat(holder.value("SELECT string_agg(who, ',' ORDER BY id) FROM turns"))
                .isEqualTo("second,third");
        holder.query("DROP TABLE turns").send().untilIdle();
    }

    // ------------------------------------------------------------------ prepared statements

    @Test
    void equalNamesMeanEachSessionsOwnStatement() {
        TestClient first = prepare(open(), "s", "SELECT 'first'");
        TestClient second = prepare(open(), "s", "SELECT 'second'");

        for (int round = 0; round < 3; round++) {
            assertThat(run(first, "s")).containsExactly("first");
            assertThat(run(second, "s")).containsExactly("second");
        }
        assertThat(first.value(PREPARED)).isEqualTo("2");
    }

    @Test
    void equalStatementsOfSeveralSessionsArePreparedOnce() {
        TestClient first = prepare(open(), "a", "SELECT $1 || '!'");
        TestClient second = prepare(open(), "b", "SELECT $1 || '!'");

        assertThat(run(first, "a", "one")).containsExactly("one!");
        assertThat(run(second, "b", "two")).containsExactly("two!");
        assertThat(first.value(PREPARED)).isEqualTo("1");
    }

    @Test
    void statementsBeyondTheCacheMakeRoomAndComeBack() {
        TestClient client = open();
        for (int i = 0; i < 8; i++) {
            prepare(client, "s" + i, "SELECT " + i);
        }
        assertThat(client.value(PREPARED)).isEqualTo("3");

        for (int i = 0; i < 8; i++) {
            assertThat(run(client, "s" + i)).containsExactly(Integer.toString(i));
        }
        assertThat(client.value(PREPARED)).isEqualTo("3");
    }

    @Test
    void evictionIsByTheTimeOfUse() {
        TestClient client = open();
        prepare(client, "a", "SELECT 'a'");
        prepare(client, "b", "SELECT 'b'");
        prepare(client, "c", "SELECT 'c'");
        run(client, "a");
        prepare(client, "d", "SELECT 'd'");

        assertThat(client.value("SELECT string_agg(statement, ',' ORDER BY statement) FROM pg_prepared_statements"))
                .isEqualTo("SELECT 'a',SELECT 'c',SELECT 'd'");
    }

    @Test
    void aWholePipelineIsPreparedAgainOnTheWay() {
        TestClient client = open();
        prepare(client, "a", "SELECT 'a'");
        prepare(client, "b", "SELECT 'b'");
        TestClient other = open();
        for (int i = 0; i < 4; i++) {
            prepare(other, "o" + i, "SELECT 'o" + i + "'");
        }

        client.bind("", "a")
                .execute("")
                .bind("p", "b")
                .describe('P', "p")
                .execute("p")
                .close('P', "p")
                .sync();

        assertThat(client.send().typesUntilIdle()).isEqualTo("2DC" + "2TDC3Z");
    }

    @Test
    void anErrorInAPipelineSkipsToItsSyncAndUndoesWhatWasSkipped() {
        TestClient client = open();
        client.parse("a", "SELECT 1").bind("", "a").execute("").sync();
        client.parse("b", "SELECT 1/0")
                .bind("", "b")
                .execute("")
                .parse("c", "SELECT 3")
                .sync();
        client.bind("", "a").execute("").sync();
        client.send();

        assertThat(client.typesUntilIdle()).isEqualTo("12DCZ" + "1EZ" + "2DCZ");
        HeliosException error = client.bind("", "c").sync().send().errorUntilIdle();
        assertThat(error.sqlState()).isEqualTo("26000");
        assertThat(error.getMessage()).isEqualTo("prepared statement \"c\" does not exist");
        assertThat(client.parse("c", "SELECT 3")
                        .bind("", "c")
                        .execute("")
                        .sync()
                        .send()
                        .rowUntilIdle())
                .containsExactly("3");
    }

    @Test
    void anErrorUndoesACloseAndAnEvictionThatWereSkipped() {
        TestClient client = open();
        prepare(client, "a", "SELECT 'a'");
        prepare(client, "b", "SELECT 'b'");
        prepare(client, "c", "SELECT 'c'");
        client.parse("", "SELECT nonsense")
                .close('S', "a")
                .parse("d", "SELECT 'd'")
                .sync()
                .send();
        assertThat(client.errorUntilIdle().sqlState()).isEqualTo("42703");

        for (String name : List.of("a", "b", "c")) {
            assertThat(run(client, name)).containsExactly(name);
        }
        assertThat(client.bind("", "d").sync().send().errorUntilIdle().sqlState())
                .isEqualTo("26000");
        assertThat(client.value(PREPARED)).isEqualTo("3");
    }

    @Test
    void whatFollowsAnErrorBeforeItsSyncIsPassedOver() {
        TestClient client = open();
        client.parse("", "SELECT nonsense").flushMessage().send();
        assertThat(client.next().error().error().sqlState()).isEqualTo("42703");
        client.parse("x", "SELECT 1").bind("", "x").query("SELECT 2").send();
        client.sync().send();

        assertThat(client.typesUntilIdle()).isEqualTo("Z");
        assertThat(client.bind("", "x").sync().send().errorUntilIdle().sqlState())
                .isEqualTo("26000");
    }

    @Test
    void aStatementThatCannotBePreparedAgainFailsAsTheEngineSays() {
        TestClient client = open();
        client.query("CREATE TABLE fleeting (a int)").send().untilIdle();
        prepare(client, "s", "SELECT a FROM fleeting");
        TestClient other = open();
        for (int i = 0; i < 3; i++) {
            prepare(other, "o" + i, "SELECT 'other" + i + "'");
        }
        other.query("DROP TABLE fleeting").send().untilIdle();

        assertThat(client.bind("", "s")
                        .execute("")
                        .sync()
                        .send()
                        .errorUntilIdle()
                        .sqlState())
                .isEqualTo("42P01");
        assertThat(client.value("SELECT 1")).isEqualTo("1");
    }

    @Test
    void aStatementWhoseResultChangedCanBePreparedAnew() {
        TestClient client = open();
        client.query("CREATE TABLE growing (a int)").send().untilIdle();
        prepare(client, "old", "SELECT * FROM growing");
        client.bind("", "old").execute("").sync().send().untilIdle();
        client.query("ALTER TABLE growing ADD b int").send().untilIdle();

        assertThat(client.bind("", "old")
                        .execute("")
                        .sync()
                        .send()
                        .errorUntilIdle()
                        .sqlState())
                .isEqualTo("0A000");
        prepare(client, "new", "SELECT * FROM growing");
        assertThat(client.bind("", "new").execute("").sync().send().typesUntilIdle())
                .isEqualTo("2CZ");
        client.query("DROP TABLE growing").send().untilIdle();
    }

    @Test
    void aNameThatIsTakenIsRefusedUnderTheClientsName() {
        TestClient client = open();
        client.parse("same", "SELECT 1").sync().send().untilIdle();

        HeliosException error = client.parse("same", "SELECT 2").sync().send().errorUntilIdle();

        assertThat(error.sqlState()).isEqualTo("42P05");
        assertThat(error.getMessage()).isEqualTo("prepared statement \"same\" already exists");
        assertThat(run(client, "same")).containsExactly("1");
    }

    @Test
    void aNameThatLooksLikeOursFindsNobodyElsesStatement() {
        TestClient first = prepare(open(), "s", "SELECT 'secret'");
        TestClient second = open();
        String ours = first.value("SELECT name FROM pg_prepared_statements");

        HeliosException error = second.bind("", ours).sync().send().errorUntilIdle();
        second.close('S', ours).sync().send().untilIdle();

        assertThat(error.sqlState()).isEqualTo("26000");
        assertThat(run(first, "s")).containsExactly("secret");
    }

    @Test
    void aClosedNameIsFreeAgain() {
        TestClient client = prepare(open(), "s", "SELECT 1");
        assertThat(client.close('S', "s").close('S', "never").sync().send().typesUntilIdle())
                .isEqualTo("33Z");

        assertThat(client.describe('S', "s").sync().send().errorUntilIdle().sqlState())
                .isEqualTo("26000");
        assertThat(run(prepare(client, "s", "SELECT 2"), "s")).containsExactly("2");
    }

    @Test
    void theUnnamedStatementBelongsToItsSession() {
        TestClient first = open();
        TestClient second = open();
        first.parse("", "SELECT 'first'").sync().send().untilIdle();
        second.parse("", "SELECT 'second, longer than the other'").sync().send().untilIdle();

        assertThat(run(first, "")).containsExactly("first");
        assertThat(run(second, "")).containsExactly("second, longer than the other");
        assertThat(first.describe('S', "").sync().send().typesUntilIdle()).isEqualTo("tTZ");
    }

    @Test
    void aSessionWithoutAnUnnamedStatementDoesNotFindAnothersOne() {
        TestClient first = open();
        TestClient second = open();
        first.parse("", "SELECT 'first'").sync().send().untilIdle();

        assertThat(second.bind("", "").sync().send().errorUntilIdle().getMessage())
                .isEqualTo("unnamed prepared statement does not exist");
        assertThat(run(first, "")).containsExactly("first");
    }

    @Test
    void aQueryTakesTheUnnamedStatementAway() {
        TestClient client = open();
        client.parse("", "SELECT 1").sync().send().untilIdle();
        client.query("SELECT 2").send().untilIdle();
        assertThat(client.bind("", "").sync().send().errorUntilIdle().sqlState())
                .isEqualTo("26000");
        client.parse("", "SELECT 1").close('S', "").sync().send().untilIdle();
        assertThat(client.bind("", "").sync().send().errorUntilIdle().sqlState())
                .isEqualTo("26000");
        client.parse("", "SELECT nonsense").sync().send().untilIdle();
        assertThat(client.bind("", "").sync().send().errorUntilIdle().sqlState())
                .isEqualTo("26000");
    }

    @Test
    void discardedStatementsAreGoneForTheirSessionAndComeBackForOthers() {
        TestClient first = prepare(open(), "s", "SELECT 'first'");
        TestClient second = prepare(open(), "s", "SELECT 'second'");
        for (String command : List.of("DISCARD ALL", "DEALLOCATE ALL")) {
            first.query(command).parse("later", "SELECT 'later'").sync().send();
            first.untilIdle();

            assertThat(first.bind("", "s").sync().send().errorUntilIdle().sqlState())
                    .isEqualTo("26000");
            assertThat(run(first, "later")).containsExactly("later");
            assertThat(run(second, "s")).containsExactly("second");
            first.close('S', "later").parse("s", "SELECT 'first'").sync().send().untilIdle();
        }
    }

    /** asyncpg prepares with Flush and goes away with its statement; nobody shall wait for it. */
    @Test
    void aSessionThatPreparesAndPausesDoesNotKeepTheConnection() {
        TestClient first = open();
        TestClient second = open();
        first.parse("s", "SELECT 'first'").describe('S', "s").flushMessage().send();
        assertThat(List.of(
                        first.next().type(), first.next().type(), first.next().type()))
                .containsExactly('1', 't', 'T');

        assertThat(second.value("SELECT 'second'")).isEqualTo("second");
        assertThat(run(first, "s")).containsExactly("first");
        assertThat(first.isSilent()).isTrue();
    }

    @Test
    void longMessagesAreTranslatedToo() {
        TestClient client = open();
        String long_ = "x".repeat(200_000);
        client.parse("s", "SELECT length($1 || '" + long_ + "')").sendCut(50, 7_000);
        client.bind("a portal with a name", "s", long_).sendCut(10, 5).sync().send();
        assertThat(client.typesUntilIdle()).isEqualTo("12Z");
        client.bind("", "s", long_).sendCut(60_000, 20_000).execute("").sync().send();
        assertThat(client.rowUntilIdle()).containsExactly("400000");
        client.query("SELECT length('" + long_ + "')").sendCut(6, 50_000);
        assertThat(client.rowUntilIdle()).containsExactly("200000");
        TestClient other = open();
        other.query("BEGIN").send().untilIdle();
        client.query("SELECT length('" + long_ + "')").sendCut(6, 50_000);
        other.query("COMMIT").send().untilIdle();
        assertThat(client.rowUntilIdle()).containsExactly("200000");
    }

    // ------------------------------------------------------------------ parameters

    @Test
    void parametersFollowTheirSession() {
        TestClient first = open();
        TestClient second = open();
        assertThat(first.query("SET DateStyle = 'German'").send().typesUntilIdle())
                .isEqualTo("CSZ");
        assertThat(second.query("SET search_path = one, \"T'wo\\\"").send().typesUntilIdle())
                .isEqualTo("CSZ");

        List<Answer> answers = second.query("SHOW DateStyle").send().untilIdle();

        assertThat(answers).extracting(Answer::type).containsExactly('T', 'D', 'C', 'Z');
        assertThat(answers.get(1).row()).containsExactly("ISO, MDY");
        assertThat(first.value("SELECT date '2026-11-23'")).isEqualTo("23.11.2026");
        assertThat(first.value("SHOW search_path")).isEqualTo("\"$user\", public");
        assertThat(second.value(
                        "SELECT array_to_string(current_schemas(false), ',') || current_setting('search_path')"))
                .isEqualTo("one, \"T'wo\\\"");
    }

    @Test
    void theEncodingFollowsItsSessionToo() {
        TestClient first = open();
        TestClient second = open();
        first.query("SET client_encoding = 'LATIN1'; SET application_name = 'x'")
                .send()
                .untilIdle();

        assertThat(second.value("SELECT 'ü'")).isEqualTo("ü");
        assertThat(second.value("SHOW application_name")).isEmpty();
        assertThat(first.value("SELECT length(chr(252)::text)")).isEqualTo("1");
        assertThat(first.query("SELECT chr(252)").send().untilIdle().get(1).body())
                .endsWith((byte) 0xfc);
        assertThat(first.value("SHOW application_name")).isEqualTo("x");
    }

    @Test
    void aValueThatCannotBeSetAnyMoreIsReportedAsItIs() {
        TestServer.shared().administer("GRANT SET ON PARAMETER session_replication_role TO app");
        TestClient first = open();
        TestClient second = open();
        // An encoding whose conversion is dropped meanwhile would do as well, but not for the other tests.
        first.query("CREATE SCHEMA IF NOT EXISTS conversions").send().untilIdle();
        first.query("SET default_transaction_read_only = on").send().untilIdle();
        assertThat(second.value("SHOW default_transaction_read_only")).isEqualTo("off");
        assertThat(first.query("CREATE TABLE refused (a int)")
                        .send()
                        .errorUntilIdle()
                        .sqlState())
                .isEqualTo("25006");
    }

    @Test
    void constantsAreReadAsTheirSessionReadsThem() {
        TestClient first = open();
        TestClient second = open();
        second.query("SET DateStyle = 'ISO, DMY'").send().untilIdle();
        prepare(first, "s", "SELECT '01/02/2026'::date");
        prepare(second, "s", "SELECT '01/02/2026'::date");

        assertThat(run(first, "s")).containsExactly("2026-01-02");
        assertThat(run(second, "s")).containsExactly("2026-02-01");
    }

    // ------------------------------------------------------------------ what keeps a connection

    @Test
    void aListenerKeepsItsConnectionUntilItDiscardsAll() {
        TestClient first = open();
        first.query("LISTEN news").send().untilIdle();
        TestClient second = TestClient.begin(engine, loop, request());
        second.awaitOpened().query("SELECT 2").send();
        assertThat(first.query("NOTIFY news, 'fresh'").send().typesUntilIdle()).isEqualTo("CAZ");
        assertThat(second.isSilent()).isTrue();

        first.query("DISCARD ALL").send().untilIdle();

        assertThat(second.rowUntilIdle()).containsExactly("2");
    }

    @Test
    void whatAListenerLeavesIsCleanedAway() {
        TestClient first = open();
        first.query("LISTEN news").send().untilIdle();
        first.query("PREPARE by_sql AS SELECT 1").send().untilIdle();
        first.close();
        TestClient second = open();

        assertThat(second.value("SELECT count(*) FROM pg_listening_channels()")).isEqualTo("0");
        assertThat(second.value("SELECT count(*) FROM pg_prepared_statements")).isEqualTo("0");
    }

    @Test
    void anOpenTransactionIsRolledBackWhenItsSessionCloses() {
        TestClient first = open();
        String pid = first.value(PID);
        first.query("BEGIN; CREATE TABLE never (a int)").send().untilIdle();
        first.close();
        TestClient second = open();

        assertThat(second.value("SELECT to_regclass('never') IS NULL")).isEqualTo("t");
        assertThat(second.value(PID)).isEqualTo(pid);
    }

    @Test
    void aRunningStatementIsCancelledWhenItsSessionCloses() {
        TestClient first = open();
        String pid = first.value(PID);
        first.query("SELECT pg_sleep(600)").send();
        first.close();

        assertThat(open().value(PID)).isNotEqualTo(pid);
    }

    // ------------------------------------------------------------------ copy

    @Test
    void copiesInAndOutAndGivesTheConnectionBack() {
        TestClient client = open();
        TestClient other = open();
        client.query("CREATE TABLE copied (a int)").send().untilIdle();
        client.query("COPY copied FROM STDIN").send();
        assertThat(client.next().type()).isEqualTo('G');
        other.query("SELECT count(*) FROM copied").send();
        client.copyData("1\n").copyData("2\n").copyDone().send();
        assertThat(client.typesUntilIdle()).isEqualTo("CZ");
        assertThat(other.rowUntilIdle()).containsExactly("2");
        assertThat(client.query("COPY copied TO STDOUT").send().typesUntilIdle())
                .isEqualTo("HddcCZ");

        client.parse("", "COPY copied FROM STDIN")
                .bind("", "")
                .execute("")
                .sync()
                .send();
        assertThat(List.of(
                        client.next().type(),
                        client.next().type(),
                        client.next().type()))
                .containsExactly('1', '2', 'G');
        client.copyData("3\n").copyDone().flushMessage().send();
        assertThat(client.next().type()).isEqualTo('C');
        client.sync().send();
        assertThat(client.typesUntilIdle()).isEqualTo("Z");
        assertThat(other.value("SELECT count(*) FROM copied")).isEqualTo("3");
        other.query("DROP TABLE copied").send().untilIdle();
    }

    @Test
    void copyMessagesThatComeTooLateAreIgnored() {
        TestClient client = open();
        TestClient other = open();
        client.query("COPY (SELECT 1) FROM STDIN").send();
        assertThat(client.errorUntilIdle().sqlState()).isEqualTo("42601");
        client.copyData("late\n").copyDone().send();
        client.copyData("later, and in two pieces\n").sendCut(8, 10);

        assertThat(other.value("SELECT 1")).isEqualTo("1");
        assertThat(client.value("SELECT 2")).isEqualTo("2");
    }

    // ------------------------------------------------------------------ cancel and waiting

    @Test
    void cancelEndsTheStatementAndNotTheSession() {
        TestClient client = open();
        client.query("SELECT pg_sleep(600)").send();
        awaitSleeping();
        client.cancel().toCompletableFuture().join();

        assertThat(client.errorUntilIdle().sqlState()).isEqualTo("57014");
        assertThat(client.value("SELECT 1")).isEqualTo("1");
        assertThat(client.cancel()).isCompleted();
    }

    @Test
    void cancelEndsTheWaitOfTheFirstBatchOnly() {
        TestClient holder = open();
        TestClient waiter = open();
        holder.query("BEGIN").send().untilIdle();
        waiter.parse("", "SELECT 1")
                .bind("", "")
                .execute("")
                .sync()
                .query("SELECT 2")
                .send();
        waiter.cancel();
        assertThat(waiter.errorUntilNextReady().sqlState()).isEqualTo("57014");
        holder.query("COMMIT").send().untilIdle();

        assertThat(waiter.rowUntilIdle()).containsExactly("2");
    }

    @Test
    void cancelOfABatchThatIsNotWholePassesOverItsRest() {
        TestClient holder = open();
        TestClient waiter = open();
        holder.query("BEGIN").send().untilIdle();
        waiter.parse("", "SELECT 1").flushMessage().send();
        waiter.cancel();
        assertThat(waiter.next().error().error().sqlState()).isEqualTo("57014");
        waiter.bind("", "").execute("").send();
        waiter.sync().send();
        holder.query("COMMIT").send().untilIdle();

        assertThat(waiter.typesUntilIdle()).isEqualTo("Z");
        assertThat(waiter.value("SELECT 3")).isEqualTo("3");
    }

    @Test
    void aClientThatAsksTooMuchWhileItWaitsIsAskedToPause() {
        TestClient holder = open();
        TestClient waiter = open();
        holder.query("BEGIN").send().untilIdle();
        for (int i = 0; i < 20; i++) {
            waiter.query("SELECT '" + "z".repeat(10_000) + "'").send();
        }
        assertThat(waiter.isWritable()).isFalse();
        holder.query("COMMIT").send().untilIdle();

        assertThat(waiter.typesUntilIdle()).isEqualTo("TDCZ".repeat(20));
        assertThat(waiter.isWritable()).isTrue();
    }

    @Test
    void aSessionThatClosesWhileItWaitsLeavesTheQueue() {
        TestClient holder = open();
        TestClient waiter = open();
        TestClient next = open();
        holder.query("BEGIN").send().untilIdle();
        waiter.query("SELECT 1").send();
        next.query("SELECT 2").send();
        waiter.close();
        holder.query("COMMIT").send().untilIdle();

        assertThat(next.rowUntilIdle()).containsExactly("2");
        assertThat(waiter.isSilent()).isTrue();
    }

    @Test
    void aLostConnectionEndsOnlyTheSessionThatHadIt() {
        TestClient first = open();
        TestClient second = open();
        first.query("BEGIN").send().untilIdle();
        second.query("SELECT 2").send();
        String pid = first.value(PID);
        TestServer.shared().administer("SELECT pg_terminate_backend(" + pid + ")");

        assertThat(first.awaitClosed().sqlState()).isEqualTo("57P01");
        assertThat(first.reported()).isTrue();
        assertThat(second.rowUntilIdle()).containsExactly("2");
    }
}
