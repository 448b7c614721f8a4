package io.heliosdb.pg.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.engine.Role.Attribute;
import io.heliosdb.spi.engine.SessionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Roles and databases appear at the engine when their users first come. */
class ProvisioningTest extends EngineTestBase {
    private static final String NAME = "Ann \"the\" O'Hara\\";
    private static final String DATABASE = "Ann's \"data\"";

    private PostgresEngine engine;

    @BeforeEach
    void makeEngine() {
        engine = engine(Map.of());
    }

    private static SessionRequest request(String name, Set<Attribute> attributes) {
        return new SessionRequest(new Role(name, attributes, Optional.of(DATABASE)), DATABASE, Map.of());
    }

    private TestClient open(SessionRequest request) {
        return TestClient.open(engine, loop, request);
    }

    private static String attributes() {
        return TestServer.shared()
                .value("SELECT concat_ws(' ', rolcanlogin, rolsuper, rolcreatedb, rolcreaterole)"
                        + " FROM pg_roles WHERE rolname = E'"
                        + NAME.replace("\\", "\\\\").replace("'", "''") + "'");
    }

    @AfterEach
    void dropThem() {
        engine.close();
        String role = '"' + NAME.replace("\"", "\"\"") + '"';
        TestServer.shared().administer("DROP DATABASE IF EXISTS \"Ann's \"\"data\"\"\" WITH (FORCE)");
        TestServer.shared().administer("DROP ROLE IF EXISTS " + role);
    }

    @Test
    void aRoleAndItsDatabaseAreMade() {
        TestClient client = open(request(NAME, Set.of()));

        assertThat(client.value("SELECT current_user")).isEqualTo(NAME);
        assertThat(client.value("SELECT current_database()")).isEqualTo(DATABASE);
        assertThat(client.query("CREATE TABLE mine (a int)").send().typesUntilIdle())
                .isEqualTo("CZ");
        assertThat(attributes()).isEqualTo("t f f f");
    }

    @Test
    void attributesAreAsTheRecordSaysEachTimeItChanges() {
        open(request(NAME, Set.of(Attribute.CREATEDB, Attribute.SUPERUSER))).close();
        assertThat(attributes()).isEqualTo("t t t f");
        open(request(NAME, Set.of(Attribute.CREATEROLE))).close();
        assertThat(attributes()).isEqualTo("t f f t");
        TestServer.shared().administer("ALTER ROLE \"" + NAME.replace("\"", "\"\"") + "\" NOLOGIN CREATEDB");
        open(request(NAME, Set.of())).close();

        assertThat(attributes()).isEqualTo("t f f f");
    }

    @Test
    void manyWhoComeAtOnceWaitForTheSame() {
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(TestClient.begin(engine, i % 2 == 0 ? loop : otherLoop, request(NAME, Set.of())));
        }

        clients.forEach(client ->
                assertThat(client.awaitOpened().value("SELECT current_user")).isEqualTo(NAME));
    }

    @Test
    void aRoleThatIsLockedOutIsLookedAtAgain() {
        open(request(NAME, Set.of())).close();
        engine.closeIdle().toCompletableFuture().join();
        TestServer.shared().administer("ALTER ROLE \"" + NAME.replace("\"", "\"\"") + "\" NOLOGIN");
        assertThat(TestClient.begin(engine, loop, request(NAME, Set.of()))
                        .awaitClosed()
                        .sqlState())
                .isEqualTo("28000");

        open(request(NAME, Set.of()));
    }

    @Test
    void aDatabaseThatIsMissingIsTheEnginesToReport() {
        SessionRequest request = new SessionRequest(new Role(NAME, Set.of(), Optional.empty()), "nowhere", Map.of());

        assertThat(TestClient.begin(engine, loop, request).awaitClosed())
                .hasMessage("database \"nowhere\" does not exist");
    }

    @Test
    void namesThatTheEngineWouldCutAreRefused() {
        assertThat(TestClient.begin(engine, loop, request("x".repeat(64), Set.of()))
                        .awaitClosed())
                .hasMessage("the name of the role is longer than 63 octets");
        assertThat(TestClient.begin(engine, loop, request("", Set.of())).awaitClosed())
                .hasMessage("the role has no name");
        assertThat(TestClient.begin(engine, loop, request("a\0b", Set.of())).awaitClosed())
                .hasMessage("role name contains a NUL");
        SessionRequest longDatabase =
                new SessionRequest(new Role(NAME, Set.of(), Optional.empty()), "ü".repeat(32), Map.of());
        assertThat(TestClient.begin(engine, loop, longDatabase).awaitClosed().sqlState())
                .isEqualTo("42622");
    }

    @Test
    void parametersThatMeanTheConnectionAreRefused() {
        for (Map<String, String> parameters : List.of(
                Map.of("user", "helios"),
                Map.of("database", "template1"),
                Map.of("replication", "true"),
                Map.of("_pq_.x", "1"),
                Map.of("application_name", "a\0user\0helios"),
                Map.of("options", "x".repeat(10_000)))) {
            SessionRequest request = new SessionRequest(ROLE, "app", parameters);

            assertThat(TestClient.begin(engine, loop, request).awaitClosed().sqlState())
                    .describedAs("%s", parameters)
                    .isEqualTo("08P01");
        }
    }

    @Test
    void aRoleThatTheEngineRefusesToMakeIsRefused() {
        assertThat(TestClient.begin(engine, loop, request("pg_mine", Set.of())).awaitClosed())
                .hasMessage("role name \"pg_mine\" is reserved");
    }
}
