package io.heliosdb.compat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.compat.LabException;
import io.heliosdb.compat.process.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shell scripts take the place of the server. They get {@code --home DIR --ready-file FILE} as $2 and $4. */
class ServerProcessTest {

    private static final String READY = "printf '{\"pid\":%d,\"home\":\"%s\",\"version\":\"1\","
            + "\"ports\":{\"shared\":5430,\"postgresql\":5432}}' $$ \"$2\" > \"$4.draft\"; mv \"$4.draft\" \"$4\"; ";

    @TempDir
    private Path folder;

    private ServerProcess start(String script, Duration limit) throws InterruptedException {
        return ServerProcess.start(new ServerProcess.Description(
                List.of("/bin/sh", "-c", script, "serve"), "HeliosDB 1.0", folder.resolve("logs/server.log"), limit));
    }

    @Test
    void isReadyWhenItSaysSoAndStopsInOrder() throws Exception {
        Path home;
        try (ServerProcess server = start(
                "echo starting; mkdir $2/tls; echo certificate > $2/tls/server.crt; echo $2 > " + folder
                        + "/home; trap 'echo stopped in order; exit 0' TERM; " + READY
                        + "while :; do sleep 0.05; done",
                Duration.ofMinutes(1))) {
            home = Path.of(Files.readString(folder.resolve("home")).strip());

            assertThat(server.product()).isEqualTo("HeliosDB 1.0");
            assertThat(server.isAlive()).isTrue();
            Endpoint endpoint = server.endpoint("postgresql");
            assertThat(endpoint).hasToString("127.0.0.1:5432/demo");
            assertThat(endpoint.user()).isEqualTo("demo");
            assertThat(server.ports()).containsOnly(Map.entry("shared", 5430), Map.entry("postgresql", 5432));
            assertThat(endpoint.tls())
                    .contains(new Endpoint.Tls("localhost", home.resolve("tls").resolve("server.crt")));
            assertThat(endpoint.variables())
                    .containsEntry("COMPAT_PORT", "5432")
                    .containsEntry("COMPAT_TLS", "1")
                    .containsEntry("COMPAT_TLS_HOST", "localhost")
                    .containsEntry("COMPAT_CA", home.resolve("tls/server.crt").toString());
            assertThatThrownBy(() -> server.endpoint("mysql"))
                    .isInstanceOf(LabException.class)
                    .hasMessageStartingWith("HeliosDB 1.0 has no port 'mysql' (it has: ");
        }
        assertThat(folder.resolve("logs/server.log")).hasContent("starting\nstopped in order");
        assertThat(home).doesNotExist();
    }

    @Test
    void quotesTheLogOfAServerThatDoesNotComeUp() {
        assertThatThrownBy(() -> start("echo 'port 5432 is taken'; exit 1", Duration.ofMinutes(1)))
                .isInstanceOf(LabException.class)
                .hasMessage("HeliosDB 1.0 ended with exit 1 before it was ready:\nport 5432 is taken");
    }

    @Test
    void doesNotWaitForEver() throws Exception {
        assertThatThrownBy(() -> start("echo $$ > " + folder + "/pid; sleep 600", Duration.ofMillis(500)))
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith("HeliosDB 1.0 was not ready after 0 s");
        Processes.awaitEnd(Processes.awaitNumber(folder.resolve("pid")));
    }

    @Test
    void refusesAReadyFileThatIsNone() {
        assertThatThrownBy(() -> start("echo '{' > $4; sleep 600", Duration.ofMinutes(1)))
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith("cannot read the ready file of HeliosDB 1.0: ");
    }

    @Test
    void noticesThatTheServerHasEnded() throws Exception {
        try (ServerProcess server = start(READY + "exit 0", Duration.ofMinutes(1))) {
            Processes.await("the server ends", () -> !server.isAlive());
            assertThat(server.endpoint("postgresql").tls()).isEmpty();
            assertThat(server.endpoint("postgresql").variables())
                    .containsEntry("COMPAT_TLS", "0")
                    .doesNotContainKey("COMPAT_CA");
            assertThat(server.log()).contains(folder.resolve("logs/server.log"));
        }
    }
}
