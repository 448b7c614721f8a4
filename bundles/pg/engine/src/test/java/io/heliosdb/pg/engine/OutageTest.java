package io.heliosdb.pg.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.error.HeliosException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The engine goes away and comes back. */
class OutageTest extends EngineTestBase {
    private static final SessionRequest REQUEST =
            new SessionRequest(new Role("boss", Set.of(Role.Attribute.SUPERUSER), Optional.empty()), "db", Map.of());

    private static FakeEngine answering(int port) {
        return new FakeEngine(port, connection -> {
            connection.letIn();
            for (char type = connection.readMessage(); type != 'X'; type = connection.readMessage()) {
                if (type == 'Q') {
                    connection.message('C', "SELECT 1\0").message('Z', "I");
                }
            }
        });
    }

    private PostgresEngine engineAt(int port, String pooling) {
        return engine(Map.of("pooling", pooling), FakeEngine.address(port, SslMode.DISABLE, Optional.empty()));
    }

    @Test
    void sessionsAreRefusedWhileItIsDownAndServedWhenItIsBack() {
        int port = FakeEngine.freePort();
        PostgresEngine engine = engineAt(port, "session");
        HeliosException reason = TestClient.begin(engine, loop, REQUEST).awaitClosed();
        assertThat(reason.sqlState()).isEqualTo("57P03");
        assertThat(reason).hasMessage("the database engine cannot be reached now");
        assertThat(TestClient.begin(engine, otherLoop, REQUEST).awaitClosed().sqlState())
                .isEqualTo("57P03");

        try (FakeEngine fake = answering(port)) {
            await(() -> {
                TestClient client = TestClient.begin(engine, loop, REQUEST);
                return client.next().type() == TestClient.OPENED;
            });
            assertThat(fake.accepted()).isGreaterThan(1);
        }
    }

    @Test
    void aShortOutageIsWaitedFor() {
        try (FakeEngine fake = new FakeEngine(connection -> {
            if (connection.number() > 2) {
                connection.letIn().awaitEnd();
            }
        })) {
            TestClient.open(engineAt(fake.port(), "session"), loop, REQUEST);

            assertThat(fake.accepted()).isEqualTo(3);
        }
    }

    @Test
    void aSharedSessionLosesStatementsAndNotItself() {
        int port = FakeEngine.freePort();
        PostgresEngine engine = engineAt(port, "transaction");
        TestClient client;
        try (FakeEngine fake = answering(port)) {
            client = TestClient.open(engine, loop, REQUEST);
            assertThat(client.query("SELECT 1").send().typesUntilIdle()).isEqualTo("CZ");
            assertThat(fake.accepted()).isEqualTo(1);
        }
        // Until the loss is noted, a session may still get the lost connection, and go with it.
        await(() -> {
            TestClient other = TestClient.open(engine, loop, REQUEST);
            return other.query("SELECT 1").send().next().type() == 'E';
        });
        client.parse("", "SELECT 1").flushMessage().send();
        assertThat(client.next().error().error().sqlState()).isEqualTo("57P03");
        client.bind("", "").execute("").sync().query("SELECT 1").send();
        assertThat(client.errorUntilNextReady().sqlState()).isEqualTo("57P03");
        assertThat(client.errorUntilIdle().sqlState()).isEqualTo("57P03");

        try (FakeEngine fake = answering(port)) {
            await(() -> client.query("SELECT 1").send().typesUntilIdle().equals("CZ"));
            assertThat(fake.accepted()).isPositive();
        }
    }

    @Test
    void anEngineThatIsNotReadyYetCountsAsDown() {
        try (FakeEngine fake = new FakeEngine(connection -> {
            connection.readInitial();
            connection.fatal("57P03", "the database system is starting up");
        })) {
            PostgresEngine engine = engineAt(fake.port(), "session");

            assertThat(TestClient.begin(engine, loop, REQUEST).awaitClosed().sqlState())
                    .isEqualTo("57P03");
            assertThat(readyFailure(engine)).hasMessage("the database system is starting up");
        }
    }

    @Test
    void tooManyConnectionsAreWaitedForWhereThereAreSome() {
        try (FakeEngine fake = new FakeEngine(connection -> {
            connection.readInitial();
            if (connection.number() > 1) {
                connection.fatal("53300", "sorry, too many clients already");
                return;
            }
            connection.welcome();
            while (connection.readMessage() != 'X') {
                connection.message('C', "SELECT 1\0").message('Z', "I");
            }
        })) {
            PostgresEngine engine = engineAt(fake.port(), "transaction");
            TestClient first = TestClient.open(engine, loop, REQUEST);
            TestClient second = TestClient.open(engine, loop, REQUEST);
            first.query("SELECT 1").send();
            second.query("SELECT 1").send();

            assertThat(first.typesUntilIdle()).isEqualTo("CZ");
            assertThat(second.typesUntilIdle()).isEqualTo("CZ");
            HeliosException refusal = TestClient.begin(
                            engine, otherLoop, new SessionRequest(REQUEST.role(), "another", Map.of()))
                    .awaitClosed();
            assertThat(refusal).hasMessage("sorry, too many clients already");
        }
    }

    @Test
    void theReasonIsNamedForTheAdministrator() {
        int port = FakeEngine.freePort();
        PostgresEngine engine = engineAt(port, "session");

        assertThat(readyFailure(engine))
                .hasMessageStartingWith("cannot connect to the engine at 127.0.0.1:" + port + ": ")
                .hasMessageContaining("refused");
        PostgresEngine nowhere =
                engine(Map.of(), EngineAddress.parse("postgresql://boss@host.invalid/db?sslmode=disable"));
        assertThat(readyFailure(nowhere)).hasMessage("the engine's host is unknown: host.invalid");
    }

    @Test
    void anAddressThatIsNotKnownYetIsAskedForAgain() {
        boolean[] known = {false};
        try (FakeEngine fake = answering(0);
                PostgresEngine engine = new PostgresEngine(
                        () -> known[0]
                                ? CompletableFuture.completedFuture(fake.address())
                                : CompletableFuture.failedFuture(new HeliosException("57P03", "not yet")),
                        EngineSettings.defaults(),
                        credentials())) {
            assertThat(TestClient.begin(engine, loop, REQUEST).awaitClosed()).hasMessage("not yet");
            known[0] = true;

            TestClient.open(engine, loop, REQUEST).close();
        }
    }
}
