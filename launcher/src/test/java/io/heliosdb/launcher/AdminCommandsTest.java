package io.heliosdb.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The commands that speak with a running server, in front of one that answers what it is told to. */
class AdminCommandsTest {
    private static final String BUNDLES =
            """
            {"bundles":[
              {"id":41,"symbolicName":"io.heliosdb.mysql.protocol","version":"1.1.0","file":"m.jar","state":"canary","reason":"",
               "services":[{"kind":"protocol","name":"mysql","version":"1.1.0","share":10,"users":2,"statements":30,"errors":1}],
               "probes":[]},
              {"id":17,"symbolicName":"io.heliosdb.mysql.protocol","version":"1.0.0","file":"","state":"serving","reason":"",
               "services":[{"kind":"protocol","name":"mysql","version":"1.0.0","share":90,"users":20,"statements":300,"errors":0}],
               "probes":[{"probe":"basics.py","name":"a","title":"A user logs in","verdict":"failed","message":"no"}]}]}
            """;
    private static final String CONNECTIONS =
            """
            {"connections":[
              {"id":1,"remote":"127.0.0.1:5000","port":"shared","encrypted":false,"activity":"idle","statements":7,"age":4000,
               "unchanged":1.5},
              {"id":2,"remote":"127.0.0.1:5001","port":"mysql","protocol":"mysql 1.0.0","user":"alice","database":"shop",
               "driver":"\\u001b[2JPyMySQL","encrypted":true,"activity":"active","statements":9,"age":200000,"unchanged":0.2}]}
            """;
    private static final String STATISTICS =
            """
            {"lastMinute":{"statements":60,"rate":1,"latency":{"p50":0.0005,"p95":0.012,"p99":1.5,"longest":2},"errors":{"1062":3}},
             "sinceStart":{},"protocols":{"mysql":{"openConnections":2,"connections":5,
             "lastMinute":{"statements":60,"rate":1,"latency":{"p50":0.0005,"p95":0.012,"p99":1.5,"longest":2},"errors":{"1062":3}},
             "sinceStart":{}}},"history":[]}
            """;
    private static final String TRACE =
            """
            {"id":1,"file":"/h/traces/a.pcapng","state":"running","protocol":"mysql","bytes":10,"packets":2,"dropped":0,
             "connections":1}
            """;

    private final Map<String, String> answers = new HashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private int status = 200;
    private TestHome folder;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException, LaunchException {
        folder = new TestHome();
        folder.home().create();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Files.writeString(
                folder.home().serverFile(),
                "{\"pid\":1,\"ports\":{\"admin\":" + server.getAddress().getPort() + "}}");
        Files.writeString(folder.home().adminToken(), "the-token\n");
        answers.put("GET /api/v1/bundles", BUNDLES);
        answers.put("GET /api/v1/connections", CONNECTIONS);
        answers.put("GET /api/v1/statistics", STATISTICS);
        answers.put(
                "GET /api/v1/server",
                "{\"version\":\"1\",\"uptime\":90,\"ports\":{\"shared\":5430},\"engine\":{\"kind\":\"embedded\",\"state\":\"ready\"}}");
    }

    @AfterEach
    void stop() throws IOException {
        server.stop(0);
        folder.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(request + (body.isEmpty() ? "" : " " + body));
        assertThat(exchange.getRequestHeaders().getFirst("Authorization")).isEqualTo("Bearer the-token");
        byte[] answer = answers.getOrDefault(request, "{}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(request.startsWith("GET") ? 200 : status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private int run(String... arguments) {
        CommandLine commandLine = HeliosDb.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--home";
        all[arguments.length + 1] = folder.home().root().toString();
        return commandLine.execute(all);
    }

    @Test
    void listsBundles() {
        assertThat(run("bundle", "list")).isZero();
        assertThat(out.toString())
                .isEqualTo(
                        """
                        ID  BUNDLE                      VERSION  STATE    SHARE  USERS  STATEMENTS  ERRORS  BRINGS          REASON
                        41  io.heliosdb.mysql.protocol  1.1.0    canary   10 %   2      30          1       protocol mysql
                        17  io.heliosdb.mysql.protocol  1.0.0    serving  90 %   20     300         0       protocol mysql
                        """);
        assertThat(run("bundle", "list", "--json")).isZero();
        assertThat(out.toString()).endsWith(BUNDLES + "\n");
    }

    @Test
    void installsAJar() throws Exception {
        Path jar = Files.writeString(folder.home().root().resolve("new 1.jar"), "PK");
        assertThat(run("bundle", "install", jar.toString(), "--canary", "10", "--for", "15 min"))
                .isZero();
        assertThat(requests).containsExactly("POST /api/v1/bundles?name=new+1.jar&force=false&share=10&time=15+min PK");
        assertThat(run("bundle", "install", jar + "x")).isEqualTo(1);
        assertThat(run("bundle", "install", jar.toString(), "--canary", "0")).isEqualTo(2);
        assertThat(run("bundle", "install", jar.toString(), "--for", "1 h")).isEqualTo(2);
    }

    @Test
    void saysWhyAJarIsRefused() throws Exception {
        Path jar = Files.writeString(folder.home().root().resolve("new.jar"), "PK");
        status = 422;
        answers.put(
                "POST /api/v1/bundles?name=new.jar&force=true",
                "{\"detail\":\"its probes failed\",\"bundle\":{\"probes\":[{\"verdict\":\"failed\",\"probe\":\"b.py\","
                        + "\"title\":\"A row comes\",\"message\":\"none\"}]}}");
        assertThat(run("bundle", "install", jar.toString(), "--force")).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("failed   b.py A row comes: none\n");
        assertThat(err.toString()).isEqualTo("heliosdb: its probes failed\n");
    }

    @Test
    void namesBundlesAsPeopleDo() {
        answers.put("POST /api/v1/bundles/17/drain?wait=0", "{\"state\":\"done\"}");
        assertThat(run("bundle", "drain", "mysql@1.0.0")).isZero();
        assertThat(run("bundle", "remove", "io.heliosdb.mysql.protocol@1.1.0", "--wait", "5"))
                .isZero();
        assertThat(run("bundle", "admit", "mysql.protocol@1.1.0", "--share", "25", "--for", "1 h"))
                .isZero();
        assertThat(run("bundle", "admit", "17")).isZero();
        assertThat(requests)
                .filteredOn(request -> !request.startsWith("GET"))
                .containsExactly(
                        "POST /api/v1/bundles/17/drain?wait=0 {}",
                        "DELETE /api/v1/bundles/41?wait=5",
                        "POST /api/v1/bundles/41/admit {\"share\":25,\"time\":\"1 h\"}",
                        "POST /api/v1/bundles/17/admit {\"share\":100}");
        assertThat(out.toString()).startsWith("mysql@1.0.0 is drained\nio.heliosdb.mysql.protocol@1.1.0 drains;");
        assertThat(run("bundle", "drain", "mysql")).isEqualTo(1);
        assertThat(run("bundle", "drain", "oracle")).isEqualTo(1);
        assertThat(run("bundle", "drain", "17", "--wait", "301")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("heliosdb: mysql may be any of 41 (io.heliosdb.mysql.protocol@1.1.0), 17")
                .contains("heliosdb: There is no bundle oracle; heliosdb bundle list shows them\n");
    }

    @Test
    void probesABundle() {
        answers.put(
                "POST /api/v1/bundles/17/probe",
                "{\"probes\":[{\"verdict\":\"passed\",\"probe\":\"b.py\",\"title\":\"A row comes\",\"message\":\"\"}]}");
        assertThat(run("bundle", "probe", "17")).isZero();
        answers.put("POST /api/v1/bundles/41/probe", "{\"probes\":[{\"verdict\":\"failed\"}]}");
        assertThat(run("bundle", "probe", "41", "--json")).isEqualTo(1);
        assertThat(out.toString()).startsWith("passed   b.py A row comes\n{\"probes\"");
    }

    @Test
    void showsConnectionsThatCannotMoveTheCursor() {
        assertThat(run("connection", "list")).isZero();
        assertThat(out.toString())
                .isEqualTo(
                        """
                        ID  CLIENT          PROTOCOL     DRIVER       USER   DATABASE  TLS  ACTIVITY  FOR  STATEMENTS  AGE
                        1   127.0.0.1:5000                                             no   idle      1 s  7           1 h 6 min
                        2   127.0.0.1:5001  mysql 1.0.0  ?[2JPyMySQL  alice  shop      yes  active    0 s  9           2 d 7 h
                        """);
        assertThat(run("connection", "list", "--json")).isZero();
        assertThat(run("connection", "end", "2")).isZero();
        assertThat(requests).endsWith("DELETE /api/v1/connections/2");
    }

    @Test
    void showsTheTop() {
        assertThat(run("top", "--once", "--connections", "1")).isZero();
        assertThat(out.toString())
                .startsWith(
                        """
                        HeliosDB 1, up 1 min, embedded engine ready
                        ports: shared 5430

                        PROTOCOL  OPEN  STATEMENTS/S  P50      P95    P99    LONGEST  ERRORS
                        mysql     2     1.0           0.50 ms  12 ms  1.5 s  2.0 s    3
                        all             1.0           0.50 ms  12 ms  1.5 s  2.0 s    3

                        errors: 1062 3×

                        ID  CLIENT          PROTOCOL     DRIVER       USER""")
                .endsWith("and 1 more\n");
        assertThat(run("top", "--interval", "0")).isEqualTo(2);
        answers.put("GET /api/v1/connections", "{\"connections\":[]}");
        assertThat(run("top", "--once")).isZero();
        assertThat(out.toString()).endsWith("no connections\n");
    }

    @Test
    void tracesPackets() {
        answers.put("POST /api/v1/traces", TRACE);
        answers.put("POST /api/v1/traces/1/stop", TRACE);
        answers.put("GET /api/v1/traces", "{\"traces\":[" + TRACE + "]}");
        assertThat(run("trace", "start", "--protocol", "mysql", "--connection", "7", "--time", "2 min", "--secrets"))
                .isZero();
        assertThat(run("trace", "list")).isZero();
        assertThat(run("trace", "list", "--json")).isZero();
        assertThat(run("trace", "stop", "1")).isZero();
        assertThat(requests)
                .startsWith(
                        "POST /api/v1/traces {\"protocol\":\"mysql\",\"connection\":7,\"time\":\"2 min\",\"secrets\":true}");
        assertThat(out.toString())
                .startsWith(
                        """
                        trace 1 writes /h/traces/a.pcapng
                        ID  STATE    CONNECTIONS  PACKETS  BYTES  DROPPED  ONLY            FILE
                        1   running  1            2        10     0        protocol mysql  /h/traces/a.pcapng
                        """)
                .endsWith("2 packets in /h/traces/a.pcapng\n");
    }

    @Test
    void saysInOneLineWhatIsWrong() throws Exception {
        status = 404;
        answers.put("DELETE /api/v1/connections/9", "{\"detail\":\"There is no connection 9\"}");
        assertThat(run("connection", "end", "9")).isEqualTo(1);
        server.stop(0);
        assertThat(run("bundle", "list")).isEqualTo(1);
        Files.writeString(folder.home().serverFile(), "{\"ports\":{\"shared\":1}}");
        assertThat(run("bundle", "list")).isEqualTo(1);
        Files.delete(folder.home().serverFile());
        assertThat(run("bundle", "list")).isEqualTo(1);
        assertThat(err.toString().lines())
                .hasSize(4)
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("heliosdb: There is no connection 9"),
                        line -> assertThat(line).contains("does not answer", "does the server still run?"),
                        line -> assertThat(line).contains("has no admin port: set port.admin in "),
                        line -> assertThat(line).contains("No server runs in "));
    }
}
