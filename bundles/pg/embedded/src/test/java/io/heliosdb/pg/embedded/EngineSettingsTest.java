package io.heliosdb.pg.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.pg.embedded.internal.ControlConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client of the embedded server can rely on. */
@Timeout(60)
class EngineSettingsTest {

    private static TestHome sharedHome;
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws Exception {
        sharedHome = TestHome.initialised();
        server = EmbeddedPostgres.start(sharedHome.options());
    }

    @AfterAll
    static void stop() {
        server.close();
        sharedHome.close();
    }

    @Test
    void isDurablePrivateAndTheSameEverywhere() throws Exception {
        Map<String, String> expected = Map.ofEntries(
                Map.entry("fsync", "on"),
                Map.entry("synchronous_commit", "on"),
                Map.entry("full_page_writes", "on"),
                Map.entry("data_checksums", "on"),
                Map.entry("listen_addresses", ""),
                Map.entry("server_encoding", "UTF8"),
                Map.entry("TimeZone", "UTC"),
                Map.entry("lc_messages", "C"),
                Map.entry("DateStyle", "ISO, MDY"),
                Map.entry("default_text_search_config", "pg_catalog.english"),
                Map.entry("max_connections", "200"),
                Map.entry("max_prepared_transactions", "64"),
                Map.entry("jit", "off"));
        for (Map.Entry<String, String> setting : expected.entrySet()) {
            assertThat(TestHome.value(server, "SHOW " + setting.getKey()))
                    .as(setting.getKey())
                    .isEqualTo(setting.getValue());
        }
        assertThat(TestHome.value(
                        server,
                        "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'template1'"))
                .isEqualTo("bC.UTF-8");
        assertThat(TestHome.value(server, "SELECT upper('größe')")).isEqualTo("GRÖßE");
    }

    @Test
    void anyRoleMayBeTakenOnByTheServersOwnUserAndHasNoMoreRightsThanItsOwn() throws Exception {
        server.administer("CREATE ROLE app LOGIN");
        assertThat(TestHome.value(server, "app", "SELECT session_user")).isEqualTo("app");
        assertThat(TestHome.value(server, "app", "SELECT usesuper FROM pg_user WHERE usename = 'app'"))
                .isEqualTo("f");
        assertThatThrownBy(() -> TestHome.value(server, "nobody_of_this_name", "SELECT 1"))
                .isInstanceOf(ControlConnection.ServerErrorException.class)
                .hasMessageContaining("role \"nobody_of_this_name\" does not exist")
                .extracting(e -> ((ControlConnection.ServerErrorException) e).sqlState())
                .isEqualTo("28000");
    }

    @Test
    void preparedTransactionsSurviveARestart() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            try (EmbeddedPostgres server = EmbeddedPostgres.start(home.options());
                    ControlConnection connection =
                            ControlConnection.open(server.socket(), server.superuser(), Duration.ofSeconds(10))) {
                connection.query("CREATE TABLE t (id int)");
                connection.query("BEGIN");
                connection.query("INSERT INTO t VALUES (1)");
                connection.query("PREPARE TRANSACTION 'one'");
            }
            try (EmbeddedPostgres second = EmbeddedPostgres.start(home.options())) {
                second.administer("COMMIT PREPARED 'one'");
                assertThat(TestHome.value(second, "SELECT count(*) FROM t")).isEqualTo("1");
            }
        }
    }

    @Test
    void statementsAndTheirValuesStayOutOfTheLog() throws Exception {
        server.administer("CREATE TABLE secrets (id text PRIMARY KEY)");
        server.administer("INSERT INTO secrets VALUES ('hunter2')");
        assertThatThrownBy(() -> server.administer("INSERT INTO secrets VALUES ('hunter2')"))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("SQLSTATE 23505");
        // Written by a process of its own, after the client has its answer.
        while (!Files.readString(server.logFile()).contains("duplicate key value")) {
            Thread.sleep(5);
        }
        assertThat(Files.readString(server.logFile())).doesNotContain("hunter2");
    }

    @Test
    void takesTheCallersSettings() throws Exception {
        try (TestHome home = TestHome.initialised();
                EmbeddedPostgres custom = EmbeddedPostgres.start(EmbeddedPostgresOptions.builder(home.path())
                        .maxConnections(17)
                        .setting("work_mem", "5MB")
                        .setting("app.motto", "it's a \\ \"motto\"")
                        .build())) {
            assertThat(TestHome.value(custom, "SHOW max_connections")).isEqualTo("17");
            assertThat(TestHome.value(custom, "SHOW work_mem")).isEqualTo("5MB");
            assertThat(TestHome.value(custom, "SHOW app.motto")).isEqualTo("it's a \\ \"motto\"");
        }
    }

    @Test
    void aWrongSettingIsNamed() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            EmbeddedPostgresOptions options = EmbeddedPostgresOptions.builder(home.path())
                    .setting("work_mem", "plenty")
                    .build();
            assertThatThrownBy(() -> EmbeddedPostgres.start(options))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining("PostgreSQL ended while it was starting: ")
                    .hasMessageContaining("work_mem");
        }
    }

    @Test
    void noSqlChangesTheConfiguration() throws Exception {
        for (String statement : List.of("ALTER SYSTEM SET listen_addresses = '*'", "ALTER SYSTEM RESET ALL")) {
            assertThatThrownBy(() -> server.administer(statement))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining("ALTER SYSTEM is not allowed");
        }
    }

    @Test
    void refusesOptionsThatMakeNoSense() {
        EmbeddedPostgresOptions.Builder builder = EmbeddedPostgresOptions.builder(Path.of("home"));
        assertThatThrownBy(() -> builder.maxConnections(0).build()).isInstanceOf(IllegalArgumentException.class);
    }
}
