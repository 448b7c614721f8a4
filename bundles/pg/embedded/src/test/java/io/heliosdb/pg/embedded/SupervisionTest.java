package io.heliosdb.pg.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.pg.embedded.EmbeddedPostgres.State;
import io.heliosdb.pg.embedded.internal.ControlConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SupervisionTest {

    private final BlockingQueue<State> states = new LinkedBlockingQueue<>();

    private EmbeddedPostgresOptions options(TestHome home, RestartPolicy restart) {
        return EmbeddedPostgresOptions.builder(home.path())
                .restart(restart)
                .onState(states::add)
                .build();
    }

    private void await(State expected) throws InterruptedException {
        State next;
        do {
            next = states.poll(30, TimeUnit.SECONDS);
            assertThat(next).as("the state before a time-out of 30 s").isNotNull();
        } while (next != expected);
    }

    private static void kill(EmbeddedPostgres server) {
        ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
    }

    @Test
    void aKilledPostgresComesBackWithItsData() throws Exception {
        try (TestHome home = TestHome.initialised();
                EmbeddedPostgres server = EmbeddedPostgres.start(
                        options(home, new RestartPolicy(10, Duration.ofMillis(10), Duration.ofSeconds(1))))) {
            server.administer("CREATE TABLE kept AS SELECT 42 AS id");
            for (int round = 0; round < 3; round++) {
                await(State.RUNNING);
                long pid = server.pid();
                var exit = server.onExit().toCompletableFuture();
                kill(server);

                PostgresExit end = exit.get(30, TimeUnit.SECONDS);
                assertThat(end.pid()).isEqualTo(pid);
                assertThat(end.requested()).isFalse();
                assertThat(end.reason())
                        .startsWith("signal 9; see " + home.engine().resolve("log"));
                await(State.FAILED);
            }
            await(State.RUNNING);
            assertThat(TestHome.value(server, "SELECT id FROM kept")).isEqualTo("42");
            assertThat(server.failure()).isEmpty();
        }
    }

    @Test
    void withoutRestartsItStaysDownAndSaysWhy() throws Exception {
        try (TestHome home = TestHome.initialised();
                EmbeddedPostgres server = EmbeddedPostgres.start(options(home, RestartPolicy.never()))) {
            long pid = server.pid();
            kill(server);
            await(State.FAILED);

            assertThat(server.state()).isEqualTo(State.FAILED);
            assertThat(server.failure().orElseThrow())
                    .startsWith("PostgreSQL (process " + pid + ") ended by itself: signal 9");
            assertThatThrownBy(() -> server.administer("SELECT 1")).isInstanceOf(EmbeddedPostgresException.class);
        }
    }

    @Test
    void givesUpAfterTheAllowedAttempts() throws Exception {
        try (TestHome home = TestHome.initialised();
                EmbeddedPostgres server = EmbeddedPostgres.start(
                        options(home, new RestartPolicy(2, Duration.ofMillis(1), Duration.ofSeconds(60))))) {
            await(State.RUNNING);
            Files.delete(home.data().resolve("global/pg_control"));
            kill(server);

            await(State.FAILED);
            await(State.STARTING);
            await(State.FAILED);
            await(State.STARTING);
            await(State.FAILED);
            assertThat(server.failure().orElseThrow())
                    .startsWith("PostgreSQL ended while it was starting: postgres: could not find the database system");
        }
        assertThat(states).containsExactly(State.STOPPED);
    }

    @Test
    void canBeClosedWhileItWaitsForTheNextAttempt() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            EmbeddedPostgres server = EmbeddedPostgres.start(
                    options(home, new RestartPolicy(9, Duration.ofHours(1), Duration.ofHours(1))));
            kill(server);
            await(State.FAILED);
            server.close();
            server.close();
            assertThat(server.state()).isEqualTo(State.STOPPED);
            assertThat(server.failure()).isEmpty();
        }
    }

    @Test
    void aFailingStateListenerDoesNoHarm() throws Exception {
        try (TestHome home = TestHome.initialised();
                EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedPostgresOptions.builder(home.path())
                        .onState(state -> {
                            throw new IllegalStateException("listener for " + state);
                        })
                        .build())) {
            assertThat(server.state()).isEqualTo(State.RUNNING);
        }
    }

    @Test
    void anInterruptedStartLeavesNothingRunning() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            EmbeddedPostgresOptions interrupting = EmbeddedPostgresOptions.builder(home.path())
                    .onState(state -> Thread.currentThread().interrupt())
                    .build();
            assertThatThrownBy(() -> EmbeddedPostgres.start(interrupting)).isInstanceOf(InterruptedException.class);
            Thread.interrupted();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> EmbeddedPostgres.start(home.options())).isInstanceOf(InterruptedException.class);

            assertThat(Thread.interrupted()).isFalse();
            try (EmbeddedPostgres server = EmbeddedPostgres.start(home.options())) {
                assertThat(server.state()).isEqualTo(State.RUNNING);
            }
        }
    }

    @Test
    void anInterruptedUnpackingLeavesNothing() throws Exception {
        try (TestHome home = TestHome.fresh()) {
            EmbeddedPostgresOptions options = EmbeddedPostgresOptions.builder(home.path())
                    .progress(line -> Thread.currentThread().interrupt())
                    .build();
            assertThatThrownBy(() -> EmbeddedPostgres.start(options)).isInstanceOf(InterruptedException.class);
            assertThat(home.engine().resolve("binaries")).isEmptyDirectory();
        }
    }

    @Test
    void aStopEndsTheSessionsOfClients() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            EmbeddedPostgres server = EmbeddedPostgres.start(home.options());
            Path socket = server.socket();
            try (var client = ControlConnection.open(socket, server.superuser(), Duration.ofSeconds(30))) {
                client.query("BEGIN");
                server.close();
                assertThatThrownBy(() -> client.query("SELECT 1")).isInstanceOf(IOException.class);
            }
            assertThat(server.state()).isEqualTo(State.STOPPED);
        }
    }

    @Test
    void aStopThatTakesTooLongBecomesAnImmediateOneAndLosesNothing() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            EmbeddedPostgresOptions hurried = EmbeddedPostgresOptions.builder(home.path())
                    .stopLimit(Duration.ZERO)
                    .build();
            try (EmbeddedPostgres server = EmbeddedPostgres.start(hurried)) {
                server.administer("CREATE TABLE kept AS SELECT 42 AS id");
            }
            try (EmbeddedPostgres server = EmbeddedPostgres.start(home.options())) {
                assertThat(TestHome.value(server, "SELECT id FROM kept")).isEqualTo("42");
            }
        }
    }

    @Test
    void aStartThatTakesTooLongIsGivenUp() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            EmbeddedPostgresOptions options = EmbeddedPostgresOptions.builder(home.path())
                    .startLimit(Duration.ZERO)
                    .build();
            assertThatThrownBy(() -> EmbeddedPostgres.start(options))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageStartingWith("PostgreSQL did not get ready within 0 s; see ");
            EmbeddedPostgres.start(home.options()).close();
        }
    }
}
