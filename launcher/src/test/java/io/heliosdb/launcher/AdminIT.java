package io.heliosdb.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.launcher.configuration.Logging;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import picocli.CommandLine;

/** The admin port of a server with its packed bundles. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminIT {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private TestHome folder;
    private Server server;
    private Map<String, Integer> ports;
    private String token;

    @BeforeAll
    void startServer() throws Exception {
        folder = new TestHome();
        folder.home().create();
        Logging.toFile(folder.home().logFile());
        folder.configure("io.heliosdb.console.cfg", "metrics-open = true\nmax-conections = 1\n");
        server = new Server(
                folder.home(),
                Map.of(ServerProperties.DEMO, "true", ServerProperties.EPHEMERAL, "true"),
                Optional.empty());
        ports = server.start();
        token = Files.readString(folder.home().adminToken()).strip();
    }

    @AfterAll
    void stopServer() throws Exception {
        server.close();
        assertThat(folder.home().serverFile()).doesNotExist();
        Logging.toConsole();
        folder.close();
    }

    private HttpResponse<String> get(String port, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get(port) + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> admin(String path) throws Exception {
        return get("admin", path, "Authorization", "Bearer " + token);
    }

    private String run(int exit, String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine commandLine = HeliosDb.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(out));
        assertThat(commandLine.execute(arguments)).as(out.toString()).isEqualTo(exit);
        return out.toString();
    }

    @Test
    void needsTheTokenOfTheHome() throws Exception {
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.home().adminToken())))
                .isEqualTo("rw-------");
        assertThat(get("admin", "/api/v1/server").statusCode()).isEqualTo(401);
        assertThat(admin("/api/v1/server").body())
                .contains("\"version\":\"" + Packaged.version() + "\"", "\"state\":\"ready\"", "\"shared\":");
        assertThat(folder.log()).doesNotContain(token);
    }

    @Test
    void servesThePageHealthAndMetrics() throws Exception {
        assertThat(get("admin", "/").body()).contains("<title>HeliosDB console</title>");
        assertThat(get("admin", "/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("admin", "/health/live").statusCode()).isEqualTo(200);
        assertThat(get("admin", "/metrics").body()).contains("heliosdb_engine_up 1.0", "jvm_threads_current ");
        assertThat(admin("/api/v1/statistics").statusCode()).isEqualTo(200);
    }

    @Test
    void tellsTheSettingsThatHold() throws Exception {
        assertThat(admin("/api/v1/settings").body())
                .contains(
                        "{\"file\":\"etc/io.heliosdb.console.cfg\",\"key\":\"metrics-open\",\"value\":\"true\","
                                + "\"default\":\"false\",\"from\":\"file\"",
                        "\"key\":\"ephemeral\",\"value\":\"true\",\"default\":\"false\",\"from\":\"command line\"",
                        "\"key\":\"port.admin\"");
        assertThat(folder.log()).contains("io.heliosdb.console: max-conections: no such key");
    }

    @Test
    void isNotOnThePortThatClientsShare() {
        assertThat(List.of("shared", "postgresql")).allSatisfy(port -> {
            try {
                assertThat(get(port, "/health/live").statusCode()).isZero();
            } catch (IOException e) {
                assertThat(e).isNotNull();
            }
        });
    }

    @Test
    void isFoundByTheCommandLine() throws Exception {
        String home = folder.home().root().toString();
        assertThat(run(0, "top", "--once", "--home", home))
                .contains("HeliosDB " + Packaged.version() + ", up ", "embedded engine ready")
                .containsPattern("PROTOCOL +OPEN +STATEMENTS/S");
        try (TestHome other = new TestHome()) {
            String none = other.home().root().toString();
            assertThat(run(1, "bundle", "list", "--home", none))
                    .isEqualTo("heliosdb: No server runs in " + none + "; start one with: heliosdb serve --home " + none
                            + ", or name another home with --home\n");
        }
    }
}
