package io.heliosdb.console.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heliosdb.console.TestConsole;
import io.heliosdb.console.TestServices;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.operation.DeploymentState;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path home;

    private final TestServices services = new TestServices().withBundles();
    private TestConsole console;

    @BeforeEach
    void start() {
        services.traceFolder = home;
        console = services.in(new TestConsole(home))
                .engine("postgresql://admin:hush@db.example.org:5432/postgres")
                .start();
    }

    @AfterEach
    void stop() {
        console.close();
    }

    private static JsonNode json(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private JsonNode get(String path) throws Exception {
        return json(console.get(path), 200);
    }

    @Test
    void showsBundlesAndDeployments() throws Exception {
        JsonNode bundles = get("/api/v1/bundles").get("bundles");
        assertThat(bundles).hasSize(3);
        assertThat(bundles.get(0).toString())
                .startsWith("{\"id\":41,\"symbolicName\":\"io.heliosdb.mysql.protocol\",\"version\":\"1.1.0\","
                        + "\"file\":\"mysql.protocol-1.1.0.jar\",\"state\":\"canary\",\"reason\":\"\","
                        + "\"since\":\"2026-11-26T10:00:00Z\",\"services\":[{\"id\":410,\"kind\":\"protocol\","
                        + "\"name\":\"mysql\",\"version\":\"1.1.0\",\"bundle\":41,\"state\":\"canary\",\"reason\":\"\","
                        + "\"share\":10,\"users\":12,\"statements\":123456,\"errors\":7}],\"probes\":[{\"probe\":");
        assertThat(get("/api/v1/bundles/17").get("state").asText()).isEqualTo("serving");
        assertThat(get("/api/v1/deployments").get("deployments")).hasSize(3);
        assertThat(json(console.get("/api/v1/bundles/99"), 404).get("detail").asText())
                .isEqualTo("There is no bundle 99");
        assertThat(json(console.get("/api/v1/bundles/x"), 404).get("detail").asText())
                .isEqualTo("There is no bundle x");
    }

    @Test
    void installsWhatIsUploadedOrLiesOnTheServer() throws Exception {
        HttpRequest.Builder upload = console.request("/api/v1/bundles?name=new-1.jar&force=true&share=10&time=15%20min")
                .header("Content-Type", "application/java-archive")
                .POST(BodyPublishers.ofByteArray(new byte[300_000]));
        HttpResponse<String> installed = console.send(upload);
        assertThat(json(installed, 201).get("file").asText()).isEqualTo("new-1.jar");
        assertThat(installed.headers().firstValue("location")).contains("/api/v1/bundles/50");

        Path jar = Files.write(home.resolve("on-server.jar"), new byte[10]);
        assertThat(json(console.post("/api/v1/bundles", "{\"path\":\"" + jar + "\"}"), 201)
                        .get("state")
                        .asText())
                .isEqualTo("serving");
        assertThat(jar).exists();
        assertThat(services.calls)
                .containsExactly(
                        "install new-1.jar of 300000 bytes by force",
                        "admit 50 10 % for PT15M",
                        "install on-server.jar of 10 bytes");
    }

    @Test
    void saysWhyABundleIsRefused() throws Exception {
        services.afterInstall = DeploymentState.REFUSED;
        Path jar = Files.write(home.resolve("bad.jar"), new byte[10]);
        JsonNode problem = json(console.post("/api/v1/bundles", "{\"path\":\"" + jar + "\"}"), 422);
        assertThat(problem.get("detail").asText()).isEqualTo("its probes failed");
        assertThat(problem.at("/bundle/probes/1/message").asText()).isEqualTo("nothing came");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"path":"relative.jar"}                     | path: "relative.jar" (expected: the absolute path of a jar on the server)
                    {"path":"/nowhere.jar"}                     | path: "/nowhere.jar" (expected: the absolute path of a jar on the server)
                    {"path":"/a.jar","share":0}                 | share: "0" (expected: a number from 1 to 100)
                    {"path":"/a.jar","share":10,"time":"soon"}  | time: "soon" (expected: a time such as 500 ms, 10 s, 5 min, 1 h, at most 365 d, or 0)
                    []                                          | The body has to be a JSON object
                    {"path"                                     | The body is not JSON: Unexpected end-of-input
                    """)
    void saysWhatItExpects(String wishes, String detail) throws Exception {
        assertThat(json(console.post("/api/v1/bundles", wishes), 400)
                        .get("detail")
                        .asText())
                .startsWith(detail);
    }

    @Test
    void takesNoNameThatCouldBeAPath() throws Exception {
        for (String query : new String[] {"", "?name=..%2Fx.jar", "?name=x.txt", "?name=x.jar&force=maybe"}) {
            HttpResponse<String> refused = console.send(console.request("/api/v1/bundles" + query)
                    .header("Content-Type", "application/java-archive")
                    .POST(BodyPublishers.ofByteArray(new byte[1])));
            assertThat(refused.statusCode()).isEqualTo(400);
        }
        assertThat(services.calls).isEmpty();
    }

    @Test
    void drainsAdmitsProbesAndRemoves() throws Exception {
        assertThat(json(console.post("/api/v1/bundles/17/drain", ""), 200)
                        .get("state")
                        .asText())
                .isEqualTo("done");
        services.drained = new CompletableFuture<>();
        assertThat(json(console.post("/api/v1/bundles/17/drain", ""), 202)
                        .get("state")
                        .asText())
                .isEqualTo("draining");
        assertThat(json(console.delete("/api/v1/bundles/17?wait=1"), 202)
                        .get("state")
                        .asText())
                .isEqualTo("draining");
        assertThat(json(console.delete("/api/v1/bundles/17?wait=1000"), 400)
                        .get("detail")
                        .asText())
                .isEqualTo("wait: \"1000\" (expected: a number from 0 to 300)");
        json(console.post("/api/v1/bundles/43/admit", ""), 200);
        json(console.post("/api/v1/bundles/41/admit", "{\"share\":50,\"time\":\"1 h\"}"), 200);
        assertThat(json(console.post("/api/v1/bundles/41/probe", ""), 200).get("probes"))
                .hasSize(2);
        assertThat(services.calls)
                .startsWith("drain 17", "drain 17", "remove 17")
                .endsWith("admit 43 100 % for PT0S", "admit 41 50 % for PT1H", "probe 41");
    }

    @Test
    void showsAndEndsConnections() throws Exception {
        services.connections.add(TestServices.connection(3, "mysql", "PyMySQL 1.1.2", "alice"));
        assertThat(get("/api/v1/connections").get("connections").get(0).toString())
                .isEqualTo("{\"id\":3,\"remote\":\"127.0.0.1:40003\",\"port\":\"shared\",\"protocol\":\"mysql 1.0.0\","
                        + "\"user\":\"alice\",\"database\":\"shop\",\"driver\":\"PyMySQL 1.1.2\","
                        + "\"application\":\"billing\",\"encrypted\":false,\"activity\":\"idle in transaction\","
                        + "\"statements\":300,\"age\":180.0,\"unchanged\":1.5}");
        assertThat(console.delete("/api/v1/connections/3").statusCode()).isEqualTo(204);
        assertThat(console.delete("/api/v1/connections/3").statusCode()).isEqualTo(404);
    }

    @Test
    void showsTheServerWithoutSecrets() throws Exception {
        JsonNode server = get("/api/v1/server");
        assertThat(server.get("version").asText()).isEqualTo("1.2.3");
        assertThat(server.get("ports").toString()).isEqualTo("{\"admin\":5439,\"shared\":5430}");
        assertThat(server.get("engine").toString())
                .isEqualTo(
                        "{\"kind\":\"external\",\"url\":\"postgresql://admin:(masked)@db.example.org:5432/postgres\","
                                + "\"state\":\"ready\"}");
        services.ready =
                CompletableFuture.failedFuture(new HeliosException(SqlState.CANNOT_CONNECT_NOW, "the engine is away"));
        assertThat(get("/api/v1/server").at("/engine/reason").asText()).isEqualTo("the engine is away");
    }

    @Test
    void isReadyWithItsEngineAndItsPorts() throws Exception {
        HttpRequest.Builder ready = HttpRequest.newBuilder(console.uri("/health/ready"));
        assertThat(json(console.send(ready), 200).get("status").asText()).isEqualTo("ready");
        services.ports = Map.of();
        assertThat(json(console.send(ready), 503).get("ports").asText()).isEqualTo("closed");
        services.ready = new CompletableFuture<>();
        assertThat(json(console.send(ready), 503).get("engine").asText()).isEqualTo("unreachable");
        assertThat(json(console.send(HttpRequest.newBuilder(console.uri("/health/live"))), 200)
                        .get("status")
                        .asText())
                .isEqualTo("live");
    }

    @Test
    void startsListsAndStopsTraces() throws Exception {
        JsonNode trace = json(
                console.post(
                        "/api/v1/traces",
                        "{\"file\":\"a.pcapng\",\"protocol\":\"mysql\",\"client\":\"192.0.2.0/24\",\"connection\":7,"
                                + "\"user\":\"bob\",\"time\":\"2 min\",\"size\":\"1 MB\",\"secrets\":true}"),
                201);
        assertThat(trace.toString())
                .contains("\"protocol\":\"mysql\",\"client\":\"192.0.2.0/24\",\"connection\":7,\"user\":\"bob\","
                        + "\"secrets\":true,\"maxBytes\":1048576,\"maxSeconds\":120");
        assertThat(json(console.post("/api/v1/traces", ""), 201).get("file").asText())
                .endsWith(".pcapng");
        assertThat(get("/api/v1/traces").get("traces")).hasSize(2);
        json(console.post("/api/v1/traces/1/stop", ""), 200);
        json(console.post("/api/v1/traces/9/stop", ""), 404);
        json(console.get("/api/v1/traces/1"), 404);
        Files.writeString(home.resolve("a.pcapng"), "octets".repeat(50_000));
        HttpResponse<String> file = console.get("/api/v1/traces/1");
        assertThat(file.body()).hasSize(300_000);
        assertThat(file.headers().firstValue("content-disposition")).contains("attachment; filename=\"a.pcapng\"");
        assertThat(json(console.post("/api/v1/traces", "{\"file\":\"../x\"}"), 400)
                        .get("detail")
                        .asText())
                .contains("plain name");
        assertThat(json(console.post("/api/v1/traces", "{\"time\":\"0\"}"), 400)
                        .get("detail")
                        .asText())
                .startsWith("time: \"0\"");
    }

    @Test
    void servesTheConformanceOverviewOfTheHome() throws Exception {
        assertThat(json(console.get("/conformance"), 404).get("detail").asText())
                .contains("heliosdb conform");
        Files.createDirectories(home.resolve("conformance"));
        Files.writeString(home.resolve("conformance/index.html"), "<h1>Drivers</h1>");
        HttpResponse<String> page = console.get("/conformance");
        assertThat(page.body()).isEqualTo("<h1>Drivers</h1>");
        assertThat(page.headers().firstValue("content-security-policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("sandbox"));
    }

    @Test
    void worksWithoutAnyService() throws Exception {
        try (TestConsole alone =
                new TestConsole(home).setting("metrics-open", "true").start()) {
            for (String path : new String[] {"bundles", "deployments", "connections", "traces", "settings"}) {
                assertThat(json(alone.get("/api/v1/" + path), 503).get("detail").asText())
                        .endsWith(": not available");
            }
            assertThat(alone.get("/api/v1/server").statusCode()).isEqualTo(200);
            assertThat(alone.send(HttpRequest.newBuilder(alone.uri("/metrics"))).body())
                    .contains("heliosdb_engine_up 0.0");
        }
    }
}
