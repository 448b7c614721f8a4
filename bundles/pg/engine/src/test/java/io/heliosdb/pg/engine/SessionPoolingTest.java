package io.heliosdb.pg.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.pg.engine.TestClient.Answer;
import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.error.HeliosException;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SessionPoolingTest extends EngineTestBase {
    private static final String PID = "SELECT pg_backend_pid()";

    private TestClient open(PostgresEngine engine) {
        return TestClient.open(engine, loop, request());
    }

    @Test
    void answersAQuery() {
        TestClient client = open(engine(Map.of()));

        assertThat(client.value("SELECT 1 + 1")).isEqualTo("2");
        assertThat(client.value("SELECT current_user")).isEqualTo("app");
        assertThat(client.start().processId()).isEqualTo(Integer.parseInt(client.value(PID)));
        assertThat(client.start().parameters()).containsEntry("client_encoding", "UTF8");
    }

    @Test
    void worksOnNioToo() throws InterruptedException {
        EventLoopGroup nio = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            TestClient client = TestClient.open(engine(Map.of()), nio.next(), request());
            assertThat(client.value("SELECT 1")).isEqualTo("1");
            client.close();
        } finally {
            nio.shutdownGracefully(0, 5, TimeUnit.SECONDS).await();
        }
    }

    @Test
    void pipelinesBatches() {
        TestClient client = open(engine(Map.of()));
        client.parse("a", "SELECT $1::int + 1").bind("", "a", "41").execute("").sync();
        client.parse("b", "SELECT nonsense").sync();
        client.bind("", "a", "1").describe('P', "").execute("").sync();

        assertThat(client.send().typesUntilIdle()).isEqualTo("12DCZ" + "EZ" + "2TDCZ");
    }

    @Test
    void startParametersAreTheSessionsDefaults() {
        Map<String, String> parameters = Map.of(
                "application_name", "tests", "options", "-c statement_timeout=1234", "client_min_messages", "error");
        TestClient client = TestClient.open(engine(Map.of()), loop, request(parameters));

        assertThat(client.start().parameters()).containsEntry("application_name", "tests");
        assertThat(client.value("SHOW statement_timeout")).isEqualTo("1234ms");
        client.query("SET statement_timeout = 1").send().untilIdle();
        client.query("RESET statement_timeout").send().untilIdle();
        assertThat(client.value("SHOW statement_timeout")).isEqualTo("1234ms");
        assertThat(client.value("SHOW client_min_messages")).isEqualTo("error");
    }

    // ------------------------------------------------------------------ what the next session gets

    @Test
    void theNextSessionGetsACleanConnection() {
        PostgresEngine engine = engine(Map.of("max-connections", 1));
        TestClient first = open(engine);
        String pid = first.value(PID);
        first.query("CREATE TEMP TABLE leftover (); SET search_path = nowhere; LISTEN news")
                .send()
                .untilIdle();
        first.parse("kept", "SELECT 1").sync().send().untilIdle();
        first.query("BEGIN").send().untilIdle();
        first.close();

        TestClient second = open(engine);

        assertThat(second.value(PID)).isEqualTo(pid);
        assertThat(second.value("SHOW search_path")).isEqualTo("\"$user\", public");
        assertThat(second.value("SELECT count(*) FROM pg_class WHERE relname = 'leftover'"))
                .isEqualTo("0");
        assertThat(second.value("SELECT count(*) FROM pg_prepared_statements")).isEqualTo("0");
        assertThat(second.value("SELECT count(*) FROM pg_listening_channels()")).isEqualTo("0");
        assertThat(second.value("SELECT now() = statement_timestamp()")).isEqualTo("t");
    }

    @Test
    void aFailedTransactionIsRolledBackForTheNextSession() {
        PostgresEngine engine = engine(Map.of("max-connections", 1));
        TestClient first = open(engine);
        first.query("BEGIN; SELECT 1/0").send().untilIdle();
        first.close();

        assertThat(open(engine).value("SELECT 1")).isEqualTo("1");
    }

    @Test
    void aConnectionThatServedNothingIsNotCleaned() {
        PostgresEngine engine = engine(Map.of("max-connections", 1));
        TestClient first = open(engine);
        first.close();
        TestClient second = open(engine);

        assertThat(second.start().processId()).isEqualTo(first.start().processId());
    }

    @Test
    void aRunningStatementIsCancelledWhenItsSessionCloses() {
        PostgresEngine engine = engine(Map.of("max-connections", 1));
        TestClient first = open(engine);
        first.query("SELECT pg_sleep(600)").send();
        first.close();

        TestClient second = open(engine);

        assertThat(second.start().processId()).isNotEqualTo(first.start().processId());
        assertThat(TestServer.shared().value(SLEEPING)).isEqualTo("0");
    }

    @Test
    void aConnectionInTheMiddleOfABatchOrACopyIsNotUsedAgain() {
        PostgresEngine engine = engine(Map.of("max-connections", 1));
        TestClient first = open(engine);
        first.parse("", "SELECT 1").flushMessage().send();
        assertThat(first.next().type()).isEqualTo('1');
        first.close();
        TestClient second = open(engine);
        assertThat(second.start().processId()).isNotEqualTo(first.start().processId());
        second.query("CREATE TEMP TABLE t (a int); COPY t FROM STDIN").send();
        assertThat(second.next().type()).isEqualTo('C');
        assertThat(second.next().type()).isEqualTo('G');
        second.close();

        TestClient third = open(engine);

        assertThat(third.start().processId()).isNotEqualTo(second.start().processId());
        assertThat(third.value("SELECT 1")).isEqualTo("1");
    }

    @Test
    void alteredLoginDefaultsReachTheNextSession() {
        PostgresEngine engine = engine(Map.of());
        TestClient first = open(engine);
        first.query("ALTER ROLE app SET work_mem = '7MB'").send().untilIdle();
        first.close();
        TestClient second = open(engine);
        try {
            assertThat(second.value("SHOW work_mem")).isEqualTo("7MB");
        } finally {
            second.query("ALTER ROLE app RESET work_mem").send().untilIdle();
        }
    }

    // ------------------------------------------------------------------ copy

    @Test
    void copiesInAndOut() {
        TestClient client = open(engine(Map.of()));
        client.query("CREATE TEMP TABLE t (a int, b text)").send().untilIdle();
        client.query("COPY t FROM STDIN").send();
        assertThat(client.next().type()).isEqualTo('G');
        client.copyData("1\tone\n").copyData("2\ttwo\n").copyDone().send();
        assertThat(client.typesUntilIdle()).isEqualTo("CZ");

        List<Answer> out = client.query("COPY t TO STDOUT").send().untilIdle();

        assertThat(out).extracting(Answer::type).containsExactly('H', 'd', 'd', 'c', 'C', 'Z');
        assertThat(out.get(1).text()).isEqualTo("1\tone\n");
    }

    /** The Sync sent with the Execute is passed over, the one after the data is answered (libpq sends both). */
    @Test
    void copiesInByTheExtendedProtocol() {
        TestClient client = open(engine(Map.of("max-connections", 1)));
        client.query("CREATE TEMP TABLE t (a int)").send().untilIdle();
        client.parse("", "COPY t FROM STDIN").bind("", "").execute("").sync().send();
        assertThat(List.of(
                        client.next().type(),
                        client.next().type(),
                        client.next().type()))
                .containsExactly('1', '2', 'G');
        client.copyData("1\n").copyDone().sync().send();

        assertThat(client.typesUntilIdle()).isEqualTo("CZ");
        assertThat(client.value("SELECT count(*) FROM t")).isEqualTo("1");
        String pid = client.value(PID);
        client.close();
        assertThat(open(engineUnderTest()).value(PID)).isEqualTo(pid);
    }

    @Test
    void aCopyThatFailsEndsItsBatch() {
        TestClient client = open(engine(Map.of()));
        client.query("CREATE TEMP TABLE t (a int)").send().untilIdle();
        client.query("COPY t FROM STDIN").send();
        assertThat(client.next().type()).isEqualTo('G');
        client.copyData("not a number\n").copyDone().send();
        assertThat(client.errorUntilIdle().sqlState()).isEqualTo("22P02");
        client.query("COPY t FROM STDIN").send();
        assertThat(client.next().type()).isEqualTo('G');
        client.copyFail("changed my mind").send();
        assertThat(client.errorUntilIdle().sqlState()).isEqualTo("57014");

        assertThat(client.value("SELECT count(*) FROM t")).isEqualTo("0");
    }

    // ------------------------------------------------------------------ things said unasked

    @Test
    void noticesAndNotificationsArrive() {
        TestClient client = open(engine(Map.of()));
        assertThat(client.query("DO $$ BEGIN RAISE NOTICE 'hello'; END $$")
                        .send()
                        .typesUntilIdle())
                .isEqualTo("NCZ");
        client.query("LISTEN news").send().untilIdle();
        TestClient other = TestClient.open(engineUnderTest(), otherLoop, request());
        other.query("NOTIFY news, 'fresh'").send().untilIdle();

        Answer notification = client.next();

        assertThat(notification.type()).isEqualTo('A');
        assertThat(notification.text()).contains("news\0fresh\0");
    }

    @Test
    void cancelEndsTheStatementAndNotTheSession() {
        TestClient client = open(engine(Map.of()));
        client.query("SELECT pg_sleep(600)").send();
        awaitSleeping();
        client.cancel().toCompletableFuture().join();

        assertThat(client.errorUntilIdle().sqlState()).isEqualTo("57014");
        assertThat(client.value("SELECT 1")).isEqualTo("1");
    }

    @Test
    void cancelOfAnIdleSessionDoesNothing() {
        TestClient client = open(engine(Map.of()));

        assertThat(client.cancel()).isCompleted();
        assertThat(client.value("SELECT 1")).isEqualTo("1");
    }

    @Test
    void aTerminatedConnectionEndsItsSessionWithTheEnginesWords() {
        TestClient client = open(engine(Map.of()));
        TestServer.shared()
                .administer("SELECT pg_terminate_backend(" + client.start().processId() + ")");

        Answer fatal = client.next();
        HeliosException reason = client.awaitClosed();

        assertThat(fatal.error().severity()).isEqualTo("FATAL");
        assertThat(reason.sqlState()).isEqualTo("57P01");
        assertThat(client.reported()).isTrue();
        client.query("SELECT 1").send(); // too late, and harmless
    }

    @Test
    void anIdleConnectionThatIsTerminatedIsNotedAtOnce() {
        PostgresEngine engine = engine(Map.of("max-connections", 1));
        TestClient first = open(engine);
        first.close();
        TestServer.shared()
                .administer("SELECT pg_terminate_backend(" + first.start().processId() + ", 10000)");

        TestClient second = open(engine);

        assertThat(second.value("SELECT 1")).isEqualTo("1");
        assertThat(second.start().processId()).isNotEqualTo(first.start().processId());
    }

    @Test
    void closeIdleLetsADatabaseBeDropped() {
        PostgresEngine engine = engine(Map.of());
        TestServer.shared().administer("CREATE DATABASE short_lived");
        TestClient.open(engine, loop, new SessionRequest(ROLE, "short_lived", Map.of()))
                .close();
        engine.closeIdle().toCompletableFuture().join();

        TestServer.shared().administer("DROP DATABASE short_lived");
        assertThat(TestClient.begin(engine, loop, new SessionRequest(ROLE, "short_lived", Map.of()))
                        .awaitClosed()
                        .sqlState())
                .isEqualTo("3D000");
    }

    // ------------------------------------------------------------------ long messages and slow readers

    @Test
    void longRowsComeInPiecesWhereTheyAreWanted() {
        TestClient client =
                TestClient.begin(engine(Map.of()), loop, request(), true).awaitOpened();

        List<Answer> answers = client.query("SELECT repeat('x', 1000000), 1 UNION ALL SELECT 'short', 2")
                .send()
                .untilIdle();

        assertThat(answers).extracting(Answer::type).containsExactly('T', 'D', 'D', 'C', 'Z');
        assertThat(answers.get(1).row().get(0)).hasSize(1_000_000);
        assertThat(client.fragmentCount()).isGreaterThan(1);
    }

    @Test
    void longRowsAreGatheredWhereTheyAreNot() {
        TestClient client = open(engine(Map.of()));

        assertThat(client.value("SELECT repeat('x', 1000000)")).hasSize(1_000_000);
        assertThat(client.value("SELECT count(*) FROM generate_series(1, 100000)"))
                .isEqualTo("100000");
    }

    @Test
    void manyRowsArriveInFewRuns() {
        TestClient client = open(engine(Map.of()));
        int before = client.runCount();

        List<Answer> rows = client.query("SELECT n, 'some text' FROM generate_series(1, 50000) AS n")
                .send()
                .untilIdle();

        assertThat(rows).hasSize(50_003);
        assertThat(rows.get(50_000).row()).containsExactly("50000", "some text");
        assertThat(client.runCount() - before).isLessThan(5_000);
    }

    @Test
    void longRequestsGoInPieces() {
        TestClient client = open(engine(Map.of()));
        client.parse("", "SELECT length($1)").bind("", "", "y".repeat(500_000)).sendCut(100, 30_000);
        client.execute("").sync().send();

        assertThat(client.rowUntilIdle()).containsExactly("500000");
    }

    @Test
    void aClientThatDoesNotReadStopsTheEngine() {
        TestClient client = open(engine(Map.of()));
        client.setReading(false);
        client.query("SELECT repeat('x', 1000) FROM generate_series(1, 100000)").send();
        TestClient other = TestClient.open(engineUnderTest(), otherLoop, request());
        String waits = "SELECT wait_event FROM pg_stat_activity WHERE pid = "
                + client.start().processId();
        await(() -> "ClientWrite".equals(other.value(waits)));
        client.setReading(true);

        assertThat(client.untilIdle()).hasSize(100_003);
    }

    @Test
    void anEngineThatDoesNotReadStopsTheClient() {
        TestClient client = open(engine(Map.of()));
        client.query("CREATE TEMP TABLE t (a text); BEGIN; SELECT pg_sleep(0)")
                .send()
                .untilIdle();
        client.query("SELECT pg_sleep(600)").send();
        awaitSleeping();
        while (client.isWritable()) {
            for (int i = 0; i < 20; i++) {
                client.query("SELECT '" + "z".repeat(10_000) + "'");
            }
            client.send();
        }
        client.cancel();
        assertThat(client.errorUntilNextReady().sqlState()).isEqualTo("57014");

        await(client::isWritable);
    }

    // ------------------------------------------------------------------ the end

    @Test
    void closingTheEngineEndsItsSessions() {
        PostgresEngine engine = engine(Map.of());
        TestClient client = open(engine);
        engine.close();

        assertThat(client.awaitClosed().sqlState()).isEqualTo("57P01");
        assertThat(client.reported()).isFalse();
        EventLoop live = otherLoop;
        assertThat(TestClient.begin(engine, live, request()).awaitClosed().sqlState())
                .isEqualTo("57P01");
    }

    @Test
    void aSessionThatClosesWhileItOpensHearsNothing() {
        PostgresEngine engine = engine(Map.of());
        TestClient client = TestClient.begin(engine, loop, request());
        client.close();
        client.close();

        open(engine);
        assertThat(client.isSilent()).isTrue();
    }
}
