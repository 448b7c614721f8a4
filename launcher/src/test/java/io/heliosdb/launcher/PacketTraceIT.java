package io.heliosdb.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heliosdb.launcher.configuration.Logging;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Traces of a running server, read by Wireshark's tshark where it is installed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PacketTraceIT {
    private static final String CONTRACT = "io.heliosdb.spi.operation.";
    private static final long SECONDS = 60;

    private TestHome folder;
    private Server server;
    private Map<String, Integer> ports;

    @BeforeAll
    void startServer() throws Exception {
        folder = new TestHome();
        folder.home().create();
        Logging.toFile(folder.home().logFile());
        server = new Server(
                folder.home(),
                Map.of(ServerProperties.DEMO, "true", ServerProperties.EPHEMERAL, "true"),
                Optional.empty());
        ports = server.start();
    }

    @AfterAll
    void stopServer() throws Exception {
        server.close();
        Logging.toConsole();
        folder.close();
    }

    @Test
    void postgresqlIsReadInClearAndThroughTls() throws Exception {
        long id = start("postgresql.pcapng");
        for (String port : List.of("postgresql", "shared")) {
            for (String mode : List.of("disable", "require")) {
                try (Connection connection = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:"
                                + ports.get(port) + "/demo?user=demo&password=demo&sslmode=" + mode);
                        Statement statement = connection.createStatement()) {
                    statement.execute("SELECT repeat('x', 100000)");
                    refuse(statement, "ALTER ROLE demo PASSWORD 'topsecret' NONSENSE");
                }
            }
        }
        Path file = stop(id, "postgresql.pcapng");
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .contains("repeat('x', 100000)", "ALTER ROLE demo PASSWORD '****")
                .doesNotContain("topsecret");
        assertRead(file, "PGSQL", 4);
    }

    @Test
    void mysqlIsReadInClearAndThroughTls() throws Exception {
        long id = start("mysql.pcapng");
        for (String port : List.of("mysql", "shared")) {
            for (boolean tls : new boolean[] {true, false}) {
                try (MysqlTalk talk = MysqlTalk.login(ports.get(port), tls)) {
                    assertThat(talk.query("SELECT 'hello'")).contains("hello");
                    assertThat(talk.query("SET PASSWORD = 'topsecret' NONSENSE"))
                            .startsWith("\u00ff");
                }
            }
        }
        Path file = stop(id, "mysql.pcapng");
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .contains("SELECT 'hello'", "SET PASSWORD = '****")
                .doesNotContain("topsecret");
        assertRead(file, "MySQL", 4);
    }

    private static void refuse(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException expected) {
            return;
        }
        throw new AssertionError("not refused: " + sql);
    }

    /** Everything beside TCP's own packets is the protocol's, and no packet is malformed. */
    private static void assertRead(Path file, String protocol, int connections) throws Exception {
        Optional<Path> tshark = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, "tshark"))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(tshark.isPresent(), "tshark is not installed: nothing but HeliosDB has read the trace");
        List<String> lines = run(
                tshark.get().toString(),
                "-r",
                file.toString(),
                "-T",
                "fields",
                "-E",
                "separator=|",
                "-o",
                "tcp.check_checksum:TRUE",
                "-e",
                "tcp.stream",
                "-e",
                "_ws.col.Protocol",
                "-e",
                "tcp.checksum.status",
                "-e",
                "_ws.malformed",
                "-e",
                "tls");
        assertThat(lines).isNotEmpty().allSatisfy(line -> assertThat(line)
                .as("stream, protocol, checksum, malformed, TLS")
                .matches("\\d+\\|(TCP|" + protocol + ")\\|1\\|\\|"));
        assertThat(lines.stream()
                        .filter(line -> line.contains(protocol))
                        .map(line -> line.substring(0, line.indexOf('|')))
                        .distinct())
                .hasSize(connections);
    }

    private static List<String> run(String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("heliosdb-test", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            return Files.readAllLines(out);
        } finally {
            Files.delete(out);
        }
    }

    // The service, whose contract is known inside of the container alone.

    private long start(String file) throws ReflectiveOperationException {
        Class<?> requestType = type("TraceRequest");
        Object request = requestType.getMethod("everything", String.class).invoke(null, file);
        Object trace = call("start", new Class<?>[] {requestType}, request);
        return (long) type("Trace").getMethod("id").invoke(trace);
    }

    private Path stop(long id, String file) throws Exception {
        CompletionStage<?> stopped = (CompletionStage<?>) call("stop", new Class<?>[] {long.class}, id);
        Object trace = stopped.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        assertThat(type("Trace").getMethod("state").invoke(trace)).hasToString("STOPPED");
        return folder.home().root().resolve("traces").resolve(file);
    }

    private Object call(String name, Class<?>[] types, Object argument) throws ReflectiveOperationException {
        BundleContext context = server.context();
        ServiceReference<?> reference = context.getServiceReference(CONTRACT + "PacketTraces");
        Method method = type("PacketTraces").getMethod(name, types);
        try {
            return method.invoke(context.getService(reference), argument);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        return server.context()
                .getServiceReference(CONTRACT + "PacketTraces")
                .getBundle()
                .loadClass(CONTRACT + name);
    }
}
