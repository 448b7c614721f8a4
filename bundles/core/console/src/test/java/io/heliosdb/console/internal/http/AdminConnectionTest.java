package io.heliosdb.console.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.console.TestConsole;
import io.heliosdb.console.TestServices;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.protocol.ProtocolSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminConnectionTest {
    @TempDir
    private Path home;

    private final TestServices services = new TestServices().withBundles();
    private TestConsole console;

    @BeforeEach
    void start() {
        console = services.in(new TestConsole(home))
                .setting("max-upload", "100 kB")
                .setting("request-time", "1 s")
                .setting("max-connections", "3")
                .start();
    }

    @AfterEach
    void stop() {
        console.close();
    }

    /** What the server says to these octets until it closes. */
    private String say(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), console.port())) {
            socket.getOutputStream()
                    .write(request.replace("\n", "\r\n")
                            .replace("TOKEN", TestConsole.TOKEN)
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET /api/v1/server HTTP/1.1%nHost: localhost%nConnection: close%n%n                        | 401
                    GET /api/v1/server HTTP/1.1%nHost: a%nConnection: close%nAuthorization: Bearer TOKEN%n%n   | 421
                    GET /api/v1/server HTTP/1.1%nConnection: close%nAuthorization: Bearer TOKEN%n%n            | 421
                    GET /health/live HTTP/1.1%nHost: [::1]:1%n%n                                               | 200
                    GET /health/live HTTP/1.1%nHost: 127.0.0.1:1%nOrigin: http://127.0.0.1:1%n%n               | 200
                    GET / HTTP/1.1%nHost: localhost:1%nOrigin: http://localhost:2%nConnection: close%n%n       | 403
                    GET / HTTP/1.1%nHost: localhost:1%nOrigin: null%nConnection: close%n%n                     | 403
                    GET /nothing HTTP/1.1%nHost: localhost%nConnection: close%n%n                              | 404
                    PUT /metrics HTTP/1.1%nHost: localhost%nConnection: close%n%n                              | 405
                    GET /%ff%zz HTTP/1.1%nHost: localhost%nConnection: close%n%n                               | 400
                    NONSENSE%n%n                                                                              | 400
                    POST /api/v1/session HTTP/1.1%nHost: localhost%nContent-Length: 70000%n%n                  | 415
                    POST /api/v1/session HTTP/1.1%nHost: localhost%nContent-Type: application/json%nContent-Length: 70000%n%n | 413
                    POST /api/v1/session HTTP/1.1%nHost: localhost%nContent-Type: application/json%nContent-Length: 7%n%n{"a"   | 408
                    POST /api/v1/bundles HTTP/1.1%nHost: localhost%nContent-Type: application/java-archive%nContent-Length: 7%n%n1234567 | 401
                    POST /api/v1/bundles HTTP/1.1%nHost: localhost%nAuthorization: Bearer TOKEN%nContent-Type: text/plain%nContent-Length: 1%n%n1 | 415
                    POST /api/v1/bundles HTTP/1.1%nHost: localhost%nAuthorization: Bearer TOKEN%nContent-Type: application/java-archive%nContent-Length: 200000%n%n1 | 413
                    """)
    void answersByItsRules(String request, int status) throws IOException {
        assertThat(say(request.replace("%n", "\n"))).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void saysWhatIsTooLong() throws IOException {
        assertThat(say("GET /" + "a".repeat(5000) + " HTTP/1.1\nHost: localhost\n\n"))
                .startsWith("HTTP/1.1 414 ");
        assertThat(say("GET / HTTP/1.1\nHost: localhost\nX: " + "a".repeat(9000) + "\n\n"))
                .startsWith("HTTP/1.1 431 ");
    }

    @Test
    void everyAnswerKeepsTheBrowserInBounds() throws Exception {
        for (String path : new String[] {"/", "/console.js", "/nothing", "/api/v1/server", "/conformance"}) {
            HttpResponse<String> answer = console.get(path);
            assertThat(answer.headers().firstValue("content-security-policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
            assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
            assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
            assertThat(answer.headers().firstValue("content-type")).isPresent();
        }
    }

    @Test
    void refusesInProblemJson() throws Exception {
        HttpResponse<String> refused = console.send(HttpRequest.newBuilder(console.uri("/api/v1/server")));
        assertThat(refused.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(refused.headers().firstValue("www-authenticate")).contains("Bearer realm=\"heliosdb\"");
        assertThat(refused.body())
                .startsWith(
                        "{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,\"detail\":\"This needs");
        HttpResponse<String> wrong = console.send(
                HttpRequest.newBuilder(console.uri("/api/v1/server")).header("Authorization", "Bearer no"));
        assertThat(wrong.statusCode()).isEqualTo(401);
    }

    @Test
    void aDefectSaysNothingOfItself() throws Exception {
        services.connections.add(null);
        HttpResponse<String> failed = console.get("/api/v1/connections");
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).contains("the log says more").doesNotContain("Exception", "java");
    }

    @Test
    void answersHeadWithoutABody() throws IOException {
        assertThat(say("HEAD / HTTP/1.1\nHost: localhost\nConnection: close\n\n"))
                .startsWith("HTTP/1.1 200 ")
                .containsPattern("content-length: [1-9]")
                .endsWith("\r\n\r\n");
    }

    @Test
    void servesPipelinedRequestsInOrder() throws IOException {
        String request = "GET /PATH HTTP/1.1\nHost: localhost\nAuthorization: Bearer TOKEN\nX: X\n\n";
        String answers = say(request.replace("PATH", "api/v1/deployments")
                + request.replace("PATH", "favicon.svg")
                + request.replace("PATH", "health/live"));
        assertThat(answers).containsSubsequence("\"deployments\"", "<svg", "\"live\"");
    }

    @Test
    void letsAnUploadContinueOnlyWithTheToken() throws Exception {
        String head =
                """
                POST /api/v1/bundles?name=a.jar HTTP/1.1
                Host: localhost
                Expect: 100-continue
                Content-Type: application/java-archive
                Content-Length: 4
                Connection: close
                """;
        assertThat(say(head + "\n")).startsWith("HTTP/1.1 401 ");
        assertThat(say(head + "Authorization: Bearer TOKEN\n\nPK34"))
                .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 ");
        assertThat(services.calls).containsExactly("install a.jar of 4 bytes");
        noFilesStay();
    }

    @Test
    void keepsNothingOfAnUploadThatIsTooLarge() throws Exception {
        HttpResponse<String> refused = console.send(console.request("/api/v1/bundles?name=a.jar")
                .header("Content-Type", "application/java-archive")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(new byte[150_000]))));
        assertThat(refused.statusCode()).isEqualTo(413);
        noFilesStay();
    }

    private void noFilesStay() throws Exception {
        Path folder = home.resolve("cache/uploads");
        for (int i = 0; i < 100; i++) {
            try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.of(folder)) {
                if (files.count() <= 1) {
                    return;
                }
            }
            Thread.sleep(50);
        }
        throw new AssertionError("files stay in " + folder);
    }

    @Test
    void boundsItsConnections() throws Exception {
        Socket[] sockets = new Socket[4];
        for (int i = 0; i < sockets.length; i++) {
            sockets[i] = new Socket(InetAddress.getLoopbackAddress(), console.port());
            sockets[i]
                    .getOutputStream()
                    .write(("GET /api/v1/deployments HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                    + TestConsole.TOKEN + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] line = sockets[i].getInputStream().readNBytes(12);
            assertThat(new String(line, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 " + (i < 3 ? 200 : 503));
        }
        for (Socket socket : sockets) {
            socket.close();
        }
        for (int i = 0; console.get("/api/v1/deployments").statusCode() == 503; i++) {
            assertThat(i).isLessThan(100);
            Thread.sleep(20);
        }
    }

    @Test
    void endsWhenTheServerStops() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), console.port())) {
            ProtocolSession session = console.session();
            session.statementTimedOut();
            console.onLoop(() -> session.terminate(new HeliosException(SqlState.ADMIN_SHUTDOWN, "stop")));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }
}
