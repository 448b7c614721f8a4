package io.heliosdb.pg.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.error.HeliosException;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who gets a connection, and when. */
class PoolTest extends EngineTestBase {
    private static final String PID = "SELECT pg_backend_pid()";

    private static final String CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'app'";

    private static String connections() {
        return TestServer.shared().value(CONNECTIONS);
    }

    private TestClient open(EventLoop on) {
        return TestClient.open(engineUnderTest(), on, request());
    }

    // ------------------------------------------------------------------ limits

    @Test
    void aSessionWaitsForAConnectionAndThenIsRefused() {
        engine(Map.of("max-connections", 1, "acquire-timeout", "300 ms"));
        open(loop);

        HeliosException reason =
                TestClient.begin(engineUnderTest(), loop, request()).awaitClosed();

        assertThat(reason.sqlState()).isEqualTo("53300");
        assertThat(reason).hasMessage("no connection to the database engine became free within 300 ms");
    }

    @Test
    void aSessionThatWaitsGetsTheConnectionThatIsGivenBack() {
        engine(Map.of("max-connections", 1));
        TestClient first = open(loop);
        TestClient second = TestClient.begin(engineUnderTest(), loop, request());
        assertThat(second.isSilent()).isTrue();
        first.close();

        assertThat(second.awaitOpened().value("SELECT 1")).isEqualTo("1");
    }

    @Test
    void cancelEndsTheWaitOfASessionThatOpens() {
        engine(Map.of("max-connections", 1));
        open(loop);
        TestClient second = TestClient.begin(engineUnderTest(), loop, request());
        second.cancel();

        assertThat(second.awaitClosed().sqlState()).isEqualTo("57014");
    }

    @Test
    void aBatchThatWaitsTooLongFailsAndItsSessionLivesOn() {
        engine(Map.of("max-connections", 1, "acquire-timeout", "300 ms", "pooling", "transaction"));
        TestClient first = open(loop);
        TestClient second = open(loop);
        first.query("BEGIN").send().untilIdle();

        second.query("SELECT 1").parse("", "SELECT 2").sync().send();

        assertThat(second.errorUntilNextReady().sqlState()).isEqualTo("53300");
        assertThat(second.errorUntilIdle().sqlState()).isEqualTo("53300");
        first.query("COMMIT").send().untilIdle();
        assertThat(second.value("SELECT 3")).isEqualTo("3");
    }

    @Test
    void aDatabaseHasItsOwnLimit() {
        TestServer.shared().administer("CREATE DATABASE other");
        engine(Map.of("max-connections-per-database", 1, "acquire-timeout", "300 ms"));
        open(loop);

        TestClient other = TestClient.open(engineUnderTest(), loop, new SessionRequest(ROLE, "other", Map.of()));

        assertThat(other.value("SELECT current_database()")).isEqualTo("other");
        assertThat(TestClient.begin(engineUnderTest(), otherLoop, request())
                        .awaitClosed()
                        .sqlState())
                .isEqualTo("53300");
        other.close();
        engineUnderTest().closeIdle().toCompletableFuture().join();
        await(() ->
                "0".equals(TestServer.shared().value("SELECT count(*) FROM pg_stat_activity WHERE datname = 'other'")));
        TestServer.shared().administer("DROP DATABASE other");
    }

    // ------------------------------------------------------------------ between event loops and between keys

    @Test
    void anIdleConnectionOfAnotherLoopMakesRoom() {
        engine(Map.of("max-connections", 1));
        TestClient first = open(loop);
        int pid = first.start().processId();
        first.close();

        TestClient second = open(otherLoop);

        assertThat(second.start().processId()).isNotEqualTo(pid);
        assertThat(second.value(CONNECTIONS)).isEqualTo("1");
    }

    @Test
    void anIdleConnectionWithOtherParametersMakesRoom() {
        engine(Map.of("max-connections", 1));
        open(loop).close();

        TestClient second = TestClient.open(engineUnderTest(), loop, request(Map.of("application_name", "the other")));

        assertThat(second.value("SHOW application_name")).isEqualTo("the other");
        assertThat(second.value(CONNECTIONS)).isEqualTo("1");
    }

    @Test
    void aBusyConnectionGoesToTheOtherLoopWhenItIsFree() {
        engine(Map.of("max-connections", 1));
        TestClient first = open(loop);
        TestClient second = TestClient.begin(engineUnderTest(), otherLoop, request());
        first.value(PID);
        first.close();

        second.awaitOpened();
    }

    /** Each of them has somebody waiting all the time: none may keep the only connection for itself. */
    @Test
    void loopsAndKeysTakeTurnsAtTheOnlyConnection() {
        engine(Map.of("max-connections", 1, "pooling", "transaction"));
        List<Traffic> all = new ArrayList<>();
        for (EventLoop on : List.of(loop, otherLoop)) {
            for (String name : List.of("one", "two")) {
                for (int i = 0; i < 3; i++) {
                    all.add(new Traffic(
                            TestClient.open(engineUnderTest(), on, request(Map.of("application_name", name))), 20));
                }
            }
        }
        all.forEach(Traffic::begin);

        all.forEach(Traffic::awaitDone);
        await(() -> Integer.parseInt(connections()) <= 1);
    }

    /** A client that asks again as soon as it was answered, from the test's own thread. */
    private static final class Traffic {
        private final TestClient client;
        private final int count;
        private final CountDownLatch done = new CountDownLatch(1);

        Traffic(TestClient client, int count) {
            this.client = client;
            this.count = count;
        }

        void begin() {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < count; i++) {
                    client.query("SELECT 1").send().untilIdle();
                }
                done.countDown();
            });
            thread.setDaemon(true);
            thread.start();
        }

        void awaitDone() {
            try {
                assertThat(done.await(3 * TestClient.LIMIT_SECONDS, TimeUnit.SECONDS))
                        .isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void aThousandSessionsShareTwentyConnections() throws InterruptedException {
        engine(Map.of("max-connections", 20, "pooling", "transaction", "acquire-timeout", "60 s"));
        int sessions = 1000;
        int transactions = 10;
        CountDownLatch done = new CountDownLatch(sessions);
        AtomicInteger failures = new AtomicInteger();
        List<LoadSession> all = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            all.add(new LoadSession(
                    engineUnderTest(), i % 2 == 0 ? loop : otherLoop, request(), transactions, done, failures));
        }
        all.forEach(LoadSession::open);
        for (LoadSession session : all) {
            assertThat(session.awaitOpened()).isTrue();
        }
        // Held until all have been told: else the first are done where this thread gets no turn in between.
        CountDownLatch told = new CountDownLatch(1);
        List.of(loop, otherLoop).forEach(each -> each.execute(() -> hold(told)));
        all.forEach(LoadSession::begin);
        told.countDown();

        assertThat(done.await(120, TimeUnit.SECONDS)).isTrue();
        assertThat(failures).hasValue(0);
        assertThat(Integer.parseInt(connections())).isBetween(2, 20);
        // Nobody was served to the end while others had hardly begun.
        int fewestWhenFirstWasDone =
                all.stream().mapToInt(LoadSession::doneWhenFirstEnded).min().orElseThrow();
        assertThat(fewestWhenFirstWasDone).isGreaterThanOrEqualTo(transactions / 4);
    }

    private static void hold(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    // ------------------------------------------------------------------ upkeep

    @Test
    void unusedConnectionsAreClosed() {
        engine(Map.of("idle-timeout", "100 ms"));
        open(loop).close();

        await(() -> connections().equals("0"));
    }

    @Test
    void someIdleConnectionsAreKeptAndMadeAnew() {
        engine(Map.of("idle-timeout", "100 ms", "min-idle", 2));
        TestClient client = open(loop);
        client.close();
        await(() -> connections().equals("2"));
        TestServer.shared()
                .value("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'app'");

        await(() -> connections().equals("2"));
    }

    @Test
    void oldConnectionsAreReplaced() {
        engine(Map.of("max-lifetime", "100 ms", "max-connections", 1, "pooling", "transaction"));
        TestClient client = open(loop);
        Set<String> pids = new HashSet<>();

        await(() -> {
            pids.add(client.value(PID));
            return pids.size() > 2;
        });
    }

    @Test
    void aConnectionThatWasLongUnusedMustAnswerFirst() {
        engine(Map.of("probe-after", "1 ms", "max-connections", 1));
        TestClient first = open(loop);
        String pid = first.value(PID);
        first.close();
        await(() -> TestServer.shared()
                .value("SELECT count(*) FROM pg_stat_activity WHERE query = 'DISCARD ALL' AND state = 'idle'")
                .equals("1"));

        assertThat(open(loop).value(PID)).isEqualTo(pid);
    }

    @Test
    void closeIdleLeavesWhatIsUsed() {
        engine(Map.of());
        TestClient used = open(loop);
        open(loop).close();
        open(otherLoop).close();
        engineUnderTest().closeIdle().toCompletableFuture().join();

        assertThat(connections()).isEqualTo("1");
        assertThat(used.value("SELECT 1")).isEqualTo("1");
    }

    @Test
    void settingsChangeWhileSessionsAreOpen() {
        PostgresEngine engine = engine(Map.of("max-connections", 1));
        TestClient dedicated = open(loop);
        engine.settings(EngineSettings.of(Map.of("max-connections", 2, "pooling", "transaction")));

        TestClient first = open(loop);
        TestClient second = open(loop);

        assertThat(first.value(PID)).isEqualTo(second.value(PID)).isNotEqualTo(dedicated.value(PID));
    }
}
