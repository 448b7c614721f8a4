package io.heliosdb.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heliosdb.launcher.configuration.Logging;
import io.heliosdb.launcher.home.Home;
import io.heliosdb.launcher.home.HomeLock;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The packed bundles with the embedded engine, seen by a driver. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, String> DEMO =
            Map.of(ServerProperties.DEMO, "true", ServerProperties.EPHEMERAL, "true");

    private TestHome folder;
    private Server server;
    private Map<String, Integer> ports;

    @BeforeAll
    void startServer() throws Exception {
        folder = new TestHome();
        folder.home().create();
        Logging.toFile(folder.home().logFile());
        folder.configure(
                "io.heliosdb.gateway.cfg",
                "max-connections = 50\nstatement-timeout = 2 s\nbind = 192.0.2.1\nmax-conections = 1\n");
        folder.configure("io.heliosdb.gatway.cfg", "port = 1\n");
        server = new Server(
                folder.home(), with(DEMO, ServerProperties.BIND, "127.0.0.1"), Optional.of(folder.readyFile()));
        ports = server.start();
    }

    @AfterAll
    void stopServer() throws Exception {
        server.close();
        Logging.toConsole();
        folder.close();
    }

    private static Map<String, String> with(Map<String, String> properties, String key, String value) {
        Map<String, String> more = new HashMap<>(properties);
        more.put(key, value);
        return more;
    }

    private static Connection connect(int port, String user, String password, String more) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/demo?user=" + user + "&password=" + password + more);
    }

    private Connection demo() throws SQLException {
        return connect(ports.get("postgresql"), "demo", "demo", "");
    }

    private static String select(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static void eventually(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    @Test
    void tellsItsPorts() throws Exception {
        assertThat(ports).containsOnlyKeys("shared", "postgresql", "mysql", "admin");
        assertThat(Files.readString(folder.readyFile()))
                .isEqualTo("{\"pid\":" + ProcessHandle.current().pid() + ",\"home\":\""
                        + folder.home().root() + "\",\"ports\":{\"admin\":" + ports.get("admin") + ",\"mysql\":"
                        + ports.get("mysql")
                        + ",\"postgresql\":" + ports.get("postgresql")
                        + ",\"shared\":" + ports.get("shared") + "}}\n");
    }

    @Test
    void answersADriver() throws Exception {
        try (Connection connection = demo();
                PreparedStatement statement = connection.prepareStatement("SELECT ? || ' ' || ?")) {
            statement.setString(1, "hello");
            statement.setString(2, "world");
            try (ResultSet rows = statement.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("hello world");
            }
            assertThat(select(connection, "SELECT current_user || '@' || current_database()"))
                    .isEqualTo("demo@demo");
        }
    }

    @Test
    void answersTheUrlsOfTheClientsPage() throws Exception {
        String certificate =
                folder.home().root().resolve("tls").resolve("server.crt").toString();
        Map<String, String> urls = ClientsPage.blocks("jdbc");
        assertThat(urls).containsOnlyKeys("url", "verify-full", "session");
        for (Map.Entry<String, String> block : urls.entrySet()) {
            String url = block.getValue()
                    .replace("5432", ports.get("postgresql").toString())
                    .replace("server.crt", certificate);
            try (Connection connection = DriverManager.getConnection(url)) {
                assertThat(select(connection, "SHOW application_name"))
                        .as(block.getKey())
                        .isEqualTo(block.getKey().equals("session") ? "shop" : "PostgreSQL JDBC Driver");
            }
        }
    }

    @Test
    void recognisesTheProtocolOnTheSharedPortWithTls() throws Exception {
        try (Connection connection = connect(ports.get("shared"), "demo", "demo", "&sslmode=require")) {
            assertThat(select(connection, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void refusesAWrongPasswordAndAnUnknownUserAlike() {
        SQLException wrong =
                catchThrowableOfType(SQLException.class, () -> connect(ports.get("postgresql"), "demo", "wrong", ""));
        SQLException unknown =
                catchThrowableOfType(SQLException.class, () -> connect(ports.get("postgresql"), "nobody", "wrong", ""));
        assertThat(wrong.getSQLState()).isEqualTo("28P01");
        assertThat(unknown.getSQLState()).isEqualTo("28P01");
        assertThat(unknown.getMessage()).isEqualTo(wrong.getMessage().replace("demo", "nobody"));
    }

    @Test
    void namesWhatItRefusesOfTheConfiguration() throws Exception {
        assertThat(folder.log())
                .contains("max-conections")
                .contains("io.heliosdb.gatway.cfg: no bundle takes a configuration of this name (known: ")
                .contains("io.heliosdb.gateway");
    }

    @Test
    void logsEveryMessageWhenAskedTo() throws Exception {
        folder.configure("log.cfg", "io.heliosdb.wire.postgresql = DEBUG\n");
        eventually(() -> {
            try (Connection connection = demo()) {
                select(connection, "SELECT 1");
            }
            return folder.log().contains(" io.heliosdb.wire.postgresql ");
        });
        Files.delete(folder.home().etc().resolve("log.cfg"));
    }

    @Test
    void tellsTheClientOfAStatementThatTakesTooLong() throws Exception {
        try (Connection connection = demo()) {
            SQLException late =
                    catchThrowableOfType(SQLException.class, () -> select(connection, "SELECT pg_sleep(600)"));
            assertThat(late.getSQLState()).isEqualTo("57014");
            assertThat(late.getMessage()).contains("canceling statement due to statement timeout");
            assertThat(select(connection, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void noticesANewUser() throws Exception {
        try (UserDirectory directory = UserDirectory.open(folder.home())) {
            directory.users().add("alice", "s3cret".toCharArray(), Map.of("database", "shop"));
            assertThat(directory.users().list())
                    .extracting(user -> user.get("name"))
                    .contains("alice", "demo");
        }
        eventually(() -> {
            try (Connection connection = DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + ports.get("postgresql") + "/shop", "alice", "s3cret")) {
                return select(connection, "SELECT current_user").equals("alice");
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo("28P01");
                return false;
            }
        });
    }

    @Test
    void holdsItsHomeAlone() {
        Server second = new Server(folder.home(), DEMO, Optional.empty());
        assertThatThrownBy(second::start)
                .isInstanceOf(LaunchException.class)
                .hasMessage("The home " + folder.home().root() + " is held by another server (process "
                        + ProcessHandle.current().pid() + "); stop it, or choose another home with --home");
        second.close();
        assertThat(folder.readyFile()).exists();
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        try (TestHome other = new TestHome();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            Server second = new Server(other.home(), Map.of(ServerProperties.PORT, port), Optional.empty());
            assertThatThrownBy(second::start)
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining(port)
                    .hasMessageNotContaining("\n");
            second.close();
        }
    }

    @Test
    void saysWhatIsWrongWithTheEngine() throws Exception {
        try (TestHome other = new TestHome()) {
            Server second = new Server(
                    other.home(),
                    with(DEMO, ServerProperties.ENGINE, "postgresql://admin:hush@127.0.0.1:1/postgres"),
                    Optional.of(other.readyFile()));
            assertThatThrownBy(second::start)
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("127.0.0.1:1")
                    .hasMessageNotContaining("hush")
                    .hasMessageNotContaining("\n");
            second.close();
            assertThat(other.readyFile()).doesNotExist();
        }
    }

    @Test
    void saysThatTheEnginesUserCannotEnterTheHome() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(Home.runsAsRoot(), "only root's engine runs as another user");
        try (TestHome other = new TestHome()) {
            Home closed = new Home(Files.createTempDirectory(other.home().root().getParent(), "closed")
                    .resolve("home"));
            Server second = new Server(closed, DEMO, Optional.empty());
            assertThatThrownBy(second::start)
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining(closed.root().getParent().toString())
                    .hasMessageNotContaining("\n");
            second.close();
        }
    }

    @Test
    void keepsWhatWasCommittedOverAStop() throws Exception {
        try (TestHome other = new TestHome()) {
            Server first = new Server(other.home(), DEMO, Optional.of(other.readyFile()));
            int port = first.start().get("postgresql");
            Connection connection = connect(port, "demo", "demo", "");
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept (id int)");
                statement.execute("INSERT INTO kept VALUES (42)");
            }
            first.close();
            assertThat(other.readyFile()).doesNotExist();
            assertThat(HomeLock.holder(other.home())).isEmpty();
            SQLException ended = catchThrowableOfType(SQLException.class, () -> select(connection, "SELECT 1"));
            assertThat(ended.getSQLState()).isEqualTo("57P01");

            Server second = new Server(other.home(), DEMO, Optional.empty());
            try (Connection again = connect(second.start().get("postgresql"), "demo", "demo", "")) {
                assertThat(select(again, "SELECT id FROM kept")).isEqualTo("42");
            }
            second.close();
        }
    }

    @Test
    void isProbedByJythonInAContainer() throws Exception {
        for (String protocol : List.of("postgresql", "mysql")) {
            Map<String, String> target = new HashMap<>(Map.of("protocol", protocol, "host", "127.0.0.1"));
            target.putAll(Map.of("user", "demo", "password", "demo", "database", "demo"));
            target.put("port", ports.get(protocol).toString());
            target.put("ca", folder.home().root().resolve("tls/server.crt").toString());
            try (Probes probes = Probes.open(folder.home());
                    Stream<Path> files = Files.list(Path.of("../compat-suites/python/probes", protocol))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".py")).toList()) {
                    Map<String, Object> result = probes.runner().run(file, target, PATIENCE.multipliedBy(2));
                    assertThat(result.get("interpreter").toString()).startsWith("Jython 2.7");
                    assertThat((List<?>) result.get("cases"))
                            .hasSizeGreaterThan(5)
                            .allSatisfy(each -> assertThat(((Map<?, ?>) each).get("verdict"))
                                    .as(each.toString())
                                    .isEqualTo("passed"));
                }
            }
        }
    }
}
