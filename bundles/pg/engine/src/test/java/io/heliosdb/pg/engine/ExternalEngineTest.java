package io.heliosdb.pg.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.pg.embedded.TcpListener;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.error.HeliosException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that somebody else runs: over TCP, with passwords and TLS. */
class ExternalEngineTest extends EngineTestBase {
    private static final String ADMINISTRATOR = "helios:p%40ss%2Fw%C3%B6rd";
    private static final AtomicInteger NAMES = new AtomicInteger();

    @TempDir
    static Path certificateDirectory;

    private static TestCertificates certificates;
    private static TestServer server;

    /** A role of the test's own. */
    private final Role role = new Role("user \"" + NAMES.incrementAndGet() + "'", Set.of(), Optional.empty());

    @BeforeAll
    static void startServer() {
        certificates = new TestCertificates(certificateDirectory, "localhost");
        server = TestServer.start(options -> options.tcp(TcpListener.withTls(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                certificates.server(),
                certificates.serverKey())));
        server.administer("ALTER ROLE helios PASSWORD 'p@ss/wörd'");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private static EngineAddress address(String administrator, String host, String parameters) {
        return EngineAddress.parse("postgresql://" + administrator + "@" + host + ":"
                + server.postgres().port() + "/postgres?" + parameters);
    }

    private static EngineAddress address(String parameters) {
        return address(ADMINISTRATOR, "127.0.0.1", parameters);
    }

    private SessionRequest asRole() {
        return new SessionRequest(role, "postgres", Map.of());
    }

    private TestClient open(PostgresEngine engine) {
        return TestClient.open(engine, loop, asRole());
    }

    // ------------------------------------------------------------------ TLS

    @ParameterizedTest
    @ValueSource(strings = {"disable", "prefer", "require"})
    void encryptsAsAskedFor(String mode) {
        TestClient client = open(engine(Map.of(), address("sslmode=" + mode)));

        assertThat(client.value("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
                .isEqualTo(mode.equals("disable") ? "f" : "t");
        assertThat(client.value("SELECT current_user")).isEqualTo(role.name());
    }

    @Test
    void verifiesTheAuthority() {
        open(engine(Map.of(), address("sslmode=verify-ca&sslrootcert=" + certificates.authority())));
        open(engine(Map.of(), address("sslmode=require&sslrootcert=" + certificates.authority())));

        assertThat(readyFailure(engine(Map.of(), address("sslmode=verify-ca&sslrootcert=" + certificates.stranger()))))
                .hasMessageStartingWith("no TLS with the engine: ");
        assertThat(readyFailure(engine(Map.of(), address("sslmode=require&sslrootcert=" + certificates.stranger()))))
                .hasMessageStartingWith("no TLS with the engine: ");
    }

    @Test
    void verifiesTheHostsName() {
        String parameters = "sslmode=verify-full&sslrootcert=" + certificates.authority();
        open(engine(Map.of(), address(ADMINISTRATOR, "localhost", parameters)));

        assertThat(readyFailure(engine(Map.of(), address(parameters))))
                .hasMessageStartingWith("no TLS with the engine: ")
                .hasMessageContaining("127.0.0.1");
        assertThat(readyFailure(engine(
                        Map.of(), address(ADMINISTRATOR, "localhost", "sslmode=verify-full&sslrootcert=system"))))
                .hasMessageStartingWith("no TLS with the engine: ");
    }

    @Test
    void namesARootCertificateThatCannotBeRead() {
        HeliosException failure =
                readyFailure(engine(Map.of(), address("sslmode=verify-ca&sslrootcert=/nowhere/root.crt")));

        assertThat(failure.sqlState()).isEqualTo("08004");
        assertThat(failure).hasMessageContaining("root certificate /nowhere/root.crt cannot be used");
    }

    @Test
    void cancelsOverTlsToo() {
        TestClient client = open(engine(Map.of(), address("sslmode=require")));
        client.query("SELECT pg_sleep(600)").send();
        await(() -> !"0".equals(server.value(SLEEPING)));
        client.cancel();

        assertThat(client.errorUntilIdle().sqlState()).isEqualTo("57014");
    }

    // ------------------------------------------------------------------ passwords

    @Test
    void saysThatTheAdministratorsPasswordIsWrong() {
        HeliosException failure = readyFailure(engine(Map.of(), address("helios:wrong", "127.0.0.1", "")));

        assertThat(failure.sqlState()).isEqualTo("28P01");
        assertThat(failure).hasMessage("password authentication failed for user \"helios\"");
    }

    @Test
    void aRoleGetsAPasswordThatOnlyThisServerKnows() throws IOException {
        PostgresEngine engine = engine(Map.of(), address(""));
        open(engine).close();
        engine.close();

        String literal = role.name().replace("'", "''");
        assertThat(server.value("SELECT rolpassword FROM pg_authid WHERE rolname = '" + literal + "'"))
                .startsWith("SCRAM-SHA-256$4096:");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(credentials())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(credentials())).contains("user \\\"").doesNotContain("SCRAM");
        open(engine(Map.of(), address("")));
    }

    @Test
    void aRoleOfSomebodyElsesIsRefusedUntilItMayBeTakenOver() throws IOException {
        open(engine(Map.of(), address("")));
        Files.delete(credentials());

        HeliosException refusal =
                TestClient.begin(engine(Map.of(), address("")), loop, asRole()).awaitClosed();

        assertThat(refusal.sqlState()).isEqualTo("28000");
        assertThat(refusal).hasMessageContaining("exists at the engine, and this server does not know its password");
        assertThat(refusal.field(HeliosException.Field.HINT)).get().asString().contains("take-over-roles=true");
        open(engine(Map.of("take-over-roles", true), address("")));
    }

    @Test
    void aPasswordThatSomebodyChangedIsSetAgainWhereThatIsAllowed() {
        open(engine(Map.of(), address("")));
        server.administer("ALTER ROLE \"" + role.name().replace("\"", "\"\"") + "\" PASSWORD 'changed'");
        PostgresEngine strict = engine(Map.of(), address(""));
        assertThat(TestClient.begin(strict, loop, asRole()).awaitClosed().sqlState())
                .isEqualTo("28P01");
        PostgresEngine engine = engine(Map.of("take-over-roles", true), address(""));
        assertThat(TestClient.begin(engine, loop, asRole()).awaitClosed().sqlState())
                .isEqualTo("28P01");

        open(engine);
    }

    @Test
    void aSuperuserIsNeverTakenOver() {
        server.administer("DROP ROLE IF EXISTS chief; CREATE ROLE chief SUPERUSER LOGIN");
        PostgresEngine engine = engine(Map.of("take-over-roles", true), address(""));
        Role chief = new Role("chief", Set.of(), Optional.empty());

        HeliosException refusal = TestClient.begin(engine, loop, new SessionRequest(chief, "postgres", Map.of()))
                .awaitClosed();

        assertThat(refusal.sqlState()).isEqualTo("28000");
        assertThat(refusal.field(HeliosException.Field.HINT)).get().asString().contains("cannot be taken over");
        assertThat(server.value("SELECT rolsuper FROM pg_roles WHERE rolname = 'chief'"))
                .isEqualTo("t");
    }

    @Test
    void theAdministratorServesOnlySuperusers() {
        PostgresEngine engine = engine(Map.of(), address(""));
        Role helios = new Role("helios", Set.of(), Optional.empty());
        Role superHelios = new Role("helios", Set.of(Role.Attribute.SUPERUSER), Optional.empty());

        assertThat(TestClient.begin(engine, loop, new SessionRequest(helios, "postgres", Map.of()))
                        .awaitClosed())
                .hasMessage("role \"helios\" administers the engine and serves no other user");
        TestClient.open(engine, loop, new SessionRequest(superHelios, "postgres", Map.of()));
    }

    @Test
    void anAdministratorThatIsNoSuperuserMakesRolesAndDatabases() {
        server.administer("CREATE ROLE manager LOGIN CREATEROLE CREATEDB PASSWORD 'm'");
        Role owner = new Role("owner", Set.of(), Optional.of("owned"));
        PostgresEngine engine = engine(Map.of(), address("manager:m", "127.0.0.1", ""));

        TestClient client = TestClient.open(engine, loop, new SessionRequest(owner, "owned", Map.of()));

        assertThat(client.query("CREATE TABLE mine (a int)").send().typesUntilIdle())
                .isEqualTo("CZ");
    }

    @Test
    void aBrokenCredentialsFileIsNamedAndKept() throws IOException {
        Files.createDirectories(credentials().getParent());
        Files.writeString(credentials(), "{ \"127.0.0.1\": secret");

        HeliosException refusal =
                TestClient.begin(engine(Map.of(), address("")), loop, asRole()).awaitClosed();

        assertThat(refusal.sqlState()).isEqualTo("58030");
        assertThat(refusal).hasMessage("cannot read " + credentials() + ": not JSON of the expected form at line 1");
        assertThat(Files.readString(credentials())).isEqualTo("{ \"127.0.0.1\": secret");
    }
}
