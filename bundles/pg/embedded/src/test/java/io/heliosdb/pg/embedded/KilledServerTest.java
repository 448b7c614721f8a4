package io.heliosdb.pg.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.pg.embedded.internal.ControlConnection;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JVM that runs the server is killed, so that no line of its own can clean up. */
@Timeout(60)
class KilledServerTest {

    @Test
    void postgresEndsWithItsJvm() throws Exception {
        try (TestHome home = TestHome.initialised();
                ForkedServer server = ForkedServer.start(home.path())) {
            ProcessHandle postgres =
                    ProcessHandle.of(Long.parseLong(server.await("running"))).orElseThrow();

            server.kill();

            postgres.onExit().join();
            assertThat(home.data().resolve("postmaster.pid"))
                    .as("removed by an orderly shutdown")
                    .doesNotExist();
        }
    }

    @Test
    void theHomeIsUsableAtOnceAndNoCommitIsLost() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            for (int round = 1; round <= 2; round++) {
                try (ForkedServer server = ForkedServer.start(home.path())) {
                    long postgres = Long.parseLong(server.await("running"));
                    try (ControlConnection connection = connect(home)) {
                        connection.query("CREATE TABLE IF NOT EXISTS rounds (n int)");
                        connection.query("INSERT INTO rounds VALUES (" + round + ")");
                        if (round % 2 == 0) {
                            ProcessHandle.of(postgres).orElseThrow().destroyForcibly();
                        }
                        server.kill();
                    }
                }
                try (EmbeddedPostgres server = EmbeddedPostgres.start(home.options())) {
                    assertThat(TestHome.value(server, "SELECT count(*) FROM rounds"))
                            .isEqualTo(Integer.toString(round));
                }
            }
        }
    }

    @Test
    void anInterruptedInitialisationIsDoneAgain() throws Exception {
        try (TestHome home = TestHome.withBinaries();
                ForkedServer server = ForkedServer.start(home.path())) {
            assertThat(server.await("progress")).startsWith("initialising");
            Path unfinished = awaitDirectory(home.engine(), "data.initialising-*", "global");
            server.kill();
            assertThat(home.data()).doesNotExist();

            try (EmbeddedPostgres again = EmbeddedPostgres.start(home.options())) {
                assertThat(TestHome.value(again, "SELECT 1")).isEqualTo("1");
            }
            assertThat(unfinished).doesNotExist();
        }
    }

    @Test
    void anInterruptedUnpackingIsDoneAgain() throws Exception {
        try (TestHome home = TestHome.fresh()) {
            try (ForkedServer server = ForkedServer.start(home.path())) {
                assertThat(server.await("progress")).startsWith("unpacking");
                awaitDirectory(home.engine().resolve("binaries"), ".unpacking-*", "bin");
                server.kill();
            }
            Path binaries = home.engine().resolve("binaries");
            assertThat(entries(binaries)).as("half-unpacked directories").isEqualTo(1);
            try (EmbeddedPostgres again = EmbeddedPostgres.start(home.options())) {
                assertThat(TestHome.value(again, "SELECT 1")).isEqualTo("1");
            }
            assertThat(entries(binaries)).as("unpacked directories").isEqualTo(1);
        }
    }

    private static ControlConnection connect(TestHome home) throws IOException {
        return ControlConnection.open(
                home.engine().resolve("socket/.s.PGSQL.5432"), EmbeddedPostgres.SUPERUSER, Duration.ofSeconds(10));
    }

    private static Path awaitDirectory(Path parent, String name, String content) throws Exception {
        while (true) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, name)) {
                for (Path directory : found) {
                    if (Files.exists(directory.resolve(content))) {
                        return directory;
                    }
                }
            }
            Thread.sleep(1);
        }
    }

    private static int entries(Path directory) throws IOException {
        int count = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path ignored : entries) {
                count++;
            }
        }
        return count;
    }
}
