package io.heliosdb.pg.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.pg.embedded.EmbeddedPostgres.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest {

    @Test
    void startsInAnEmptyHomeAnswersAndStops() throws Exception {
        try (TestHome home = TestHome.fresh()) {
            List<String> progress = Collections.synchronizedList(new ArrayList<>());
            List<State> states = Collections.synchronizedList(new ArrayList<>());
            EmbeddedPostgresOptions options = EmbeddedPostgresOptions.builder(home.path())
                    .progress(progress::add)
                    .onState(states::add)
                    .build();

            EmbeddedPostgres server = EmbeddedPostgres.start(options);
            try (server) {
                assertThat(server.state()).isEqualTo(State.RUNNING);
                assertThat(server.serverVersion()).startsWith("18.");
                assertThat(TestHome.value(server, "SHOW server_version")).isEqualTo(server.serverVersion());
                assertThat(server.socket()).exists();
                assertThat(server.logFile()).exists();
                assertThat(ProcessHandle.of(server.pid())).isPresent();
                assertThat(server.tcpAddress()).isEmpty();
            }

            assertThat(server.state()).isEqualTo(State.STOPPED);
            assertThat(server.onExit().toCompletableFuture().join().requested()).isTrue();
            assertThat(ProcessHandle.of(server.pid())).isEmpty();
            assertThat(progress).hasSize(2);
            assertThat(progress.get(0)).startsWith("unpacking PostgreSQL 18.");
            assertThat(progress.get(1)).startsWith("initialising the database cluster in " + home.data());
            assertThat(states).containsExactly(State.STARTING, State.RUNNING, State.STOPPED);
        }
    }

    @Test
    void keepsDataOverRestartsWithoutRepeatingTheSlowSteps() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            try (EmbeddedPostgres server = EmbeddedPostgres.start(home.options())) {
                server.administer("CREATE TABLE kept (id int); INSERT INTO kept VALUES (42)");
            }
            List<String> progress = Collections.synchronizedList(new ArrayList<>());
            EmbeddedPostgresOptions again = EmbeddedPostgresOptions.builder(home.path())
                    .progress(progress::add)
                    .build();
            try (EmbeddedPostgres server = EmbeddedPostgres.start(again)) {
                assertThat(TestHome.value(server, "SELECT id FROM kept")).isEqualTo("42");
            }
            assertThat(progress).isEmpty();
        }
    }
}
