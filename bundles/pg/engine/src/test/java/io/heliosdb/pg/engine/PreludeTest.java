package io.heliosdb.pg.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.heliosdb.spi.dialect.Prelude;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.HeliosException.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import org.slf4j.LoggerFactory;

/** What a dialect's sessions need is installed in their database before they open. */
class PreludeTest extends EngineTestBase {
    private static final String DATABASE = "prelude_test";
    private static final String SCHEMA = "vendor \"x\"";
    private static final String QUOTED = "\"vendor \"\"x\"\"\"";
    private static final Role OWNER = new Role("prelude_owner", Set.of(), Optional.of(DATABASE));
    private static final String INSTALLED = "SELECT version FROM helios.preludes WHERE schema = 'vendor \"x\"'";

    private PostgresEngine engine;

    @BeforeEach
    void makeEngine() {
        engine = engine(Map.of());
    }

    @AfterEach
    void dropThem() {
        engine.close();
        TestServer.shared().administer("DROP DATABASE IF EXISTS " + DATABASE + " WITH (FORCE)");
        TestServer.shared().administer("DROP DATABASE IF EXISTS prelude_copy WITH (FORCE)");
        TestServer.shared().administer("DROP ROLE IF EXISTS prelude_owner");
        TestServer.shared().administer("DROP ROLE IF EXISTS prelude_guest");
    }

    private static Prelude prelude(int version, String... more) {
        List<String> statements = new ArrayList<>(List.of(
                "CREATE OR REPLACE FUNCTION answer() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT " + version + "'",
                "DO $$ BEGIN CREATE DOMAIN tiny AS smallint CHECK (VALUE < 128);"
                        + " EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "CREATE OR REPLACE VIEW tiny_values AS SELECT answer()::tiny AS value"));
        statements.addAll(List.of(more));
        return new Prelude(SCHEMA, new Version(version, 0, 0), statements);
    }

    private static SessionRequest request(Prelude prelude) {
        return new SessionRequest(OWNER, DATABASE, Map.of(), Optional.of(prelude));
    }

    private TestClient open(Prelude prelude) {
        return TestClient.open(engine, loop, request(prelude));
    }

    private void closeEverything() {
        engine.closeIdle().toCompletableFuture().join();
    }

    private static void succeed(TestClient client, String sql) {
        assertThat(client.query(sql).send().typesUntilIdle()).doesNotContain("E");
    }

    // ------------------------------------------------------------------ installing

    @Test
    void isThereWhenTheSessionOpensAndEverybodyMayUseIt() {
        TestClient owner = open(prelude(1));
        SessionRequest guest = new SessionRequest(
                new Role("prelude_guest", Set.of(), Optional.empty()), DATABASE, Map.of(), Optional.of(prelude(1)));
        TestClient other = TestClient.open(engine, otherLoop, guest);

        assertThat(owner.value("SELECT " + QUOTED + ".answer()")).isEqualTo("1");
        assertThat(other.value("SELECT value FROM " + QUOTED + ".tiny_values")).isEqualTo("1");
        assertThat(other.value(INSTALLED)).isEqualTo("1.0.0");
        assertThat(other.query("CREATE FUNCTION " + QUOTED + ".f() RETURNS int LANGUAGE sql AS 'SELECT 1'")
                        .send()
                        .errorUntilIdle()
                        .sqlState())
                .isEqualTo("42501");
    }

    @Test
    void isInstalledOnceHoweverManyComeAndFromWhichServer() {
        PostgresEngine second = engine(Map.of());
        Prelude counting = prelude(1, "CREATE TABLE once (n int)"); // a second time it would fail
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            clients.add(
                    TestClient.begin(i % 3 == 0 ? second : engine, i % 2 == 0 ? loop : otherLoop, request(counting)));
        }

        clients.forEach(client -> assertThat(client.awaitOpened().value("SELECT " + QUOTED + ".answer()"))
                .isEqualTo("1"));
    }

    @Test
    void aHigherVersionReplacesALowerOneAndStays() {
        TestClient first = open(prelude(1));
        succeed(first, "CREATE TABLE mine (t " + QUOTED + ".tiny)");
        succeed(first, "INSERT INTO mine VALUES (5)");

        TestClient second = open(prelude(2));
        TestClient third = open(prelude(1));

        assertThat(second.value(INSTALLED)).isEqualTo("2.0.0");
        assertThat(third.value("SELECT " + QUOTED + ".answer()")).isEqualTo("2");
        assertThat(third.value("SELECT t FROM mine")).isEqualTo("5");
        assertThat(TestClient.open(engine(Map.of()), loop, request(prelude(1))).value(INSTALLED))
                .isEqualTo("2.0.0");
    }

    @Test
    void isInstalledAgainWhereTheDatabaseIsAnotherOne() {
        TestClient client = open(prelude(1));
        TestServer.shared().administer("DROP DATABASE " + DATABASE + " WITH (FORCE)");
        client.awaitClosed();
        TestServer.shared().administer("CREATE DATABASE " + DATABASE + " OWNER prelude_owner");

        assertThat(open(prelude(1)).value("SELECT " + QUOTED + ".answer()")).isEqualTo("1");
    }

    @Test
    void aDatabaseThatOneConnectedToCanBeATemplate() {
        TestClient client = open(prelude(1));
        succeed(client, "CREATE TABLE mine (t " + QUOTED + ".tiny)");
        client.close();
        closeEverything();
        TestServer.shared().administer("CREATE DATABASE prelude_copy TEMPLATE " + DATABASE);

        TestClient copy = TestClient.open(
                engine,
                loop,
                new SessionRequest(OWNER, "prelude_copy", Map.of(), Optional.of(prelude(1, "SELECT 1/0"))));

        assertThat(copy.value("SELECT " + QUOTED + ".answer()")).isEqualTo("1");
    }

    @Test
    void aSessionWithoutOneLeavesTheDatabaseAlone() {
        TestClient client = TestClient.open(engine, loop, new SessionRequest(OWNER, DATABASE, Map.of()));

        assertThat(client.value("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'helios%'"))
                .isEqualTo("0");
    }

    @Test
    void theAdministratorsOwnSettingsDoNotMatter() {
        open(prelude(1)).close();
        closeEverything();
        TestServer.shared().administer("ALTER DATABASE " + DATABASE + " SET default_transaction_read_only = on");
        TestServer.shared().administer("ALTER DATABASE " + DATABASE + " SET search_path = nowhere");

        assertThat(open(prelude(2)).value("SELECT " + QUOTED + ".answer()")).isEqualTo("2");
    }

    // ------------------------------------------------------------------ failures

    @Test
    void aPreludeThatFailsIsTakenBackWholeAndTheSessionRefused() {
        Logger logger = (Logger) LoggerFactory.getLogger("io.heliosdb.pg.engine.internal.Preludes");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        HeliosException refusal = TestClient.begin(engine, loop, request(prelude(1, "SELECT 1 /  0")))
                .awaitClosed();
        logger.detachAppender(log);

        assertThat(refusal.sqlState()).isEqualTo("57P03");
        assertThat(refusal)
                .hasMessage("database \"prelude_test\" lacks \"vendor \"x\"\", which this protocol needs, and it"
                        + " cannot be installed");
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("database prelude_test: vendor \"x\" 1.0.0 cannot be installed: SELECT 1 / 0:"
                        + " 22012: division by zero");
        assertThat(TestClient.open(engine, loop, new SessionRequest(OWNER, DATABASE, Map.of()))
                        .value("SELECT count(*) FROM pg_namespace WHERE nspname ~ 'vendor|helios'"))
                .isEqualTo("0");
        assertThat(open(prelude(1)).value("SELECT " + QUOTED + ".answer()")).isEqualTo("1");
    }

    @Test
    void aSchemaOfSomebodyElseIsNotTrusted() {
        TestClient owner = TestClient.open(engine, loop, new SessionRequest(OWNER, DATABASE, Map.of()));
        succeed(owner, "CREATE SCHEMA helios");
        succeed(owner, "CREATE VIEW helios.preludes AS SELECT 'x' AS schema, (1/0)::text AS version");

        assertThat(TestClient.begin(engine, loop, request(prelude(1)))
                        .awaitClosed()
                        .sqlState())
                .isEqualTo("57P03");
        succeed(owner, "DROP SCHEMA helios CASCADE");
        succeed(owner, "CREATE SCHEMA " + QUOTED);
        assertThat(TestClient.begin(engine, loop, request(prelude(1)))
                        .awaitClosed()
                        .sqlState())
                .isEqualTo("57P03");
    }

    @Test
    void aDatabaseThatIsMissingIsTheEnginesToReport() {
        Role homeless = new Role("prelude_guest", Set.of(), Optional.empty());

        assertThat(TestClient.begin(
                                engine,
                                loop,
                                new SessionRequest(homeless, "nowhere", Map.of(), Optional.of(prelude(1))))
                        .awaitClosed())
                .hasMessage("database \"nowhere\" does not exist");
    }

    // ------------------------------------------------------------------ declarations

    private static final String DECLARED = "SELECT concat_ws('|', attribute, name, dialect, label, declaration)"
            + " FROM helios.declarations WHERE relation = 'mine'::regclass ORDER BY attribute";

    @Test
    void ownersDeclareTheirTablesAndEverybodyReadsThat() {
        TestClient owner = open(prelude(1));
        succeed(owner, "CREATE TABLE mine (a int, b int)");
        succeed(owner, "SELECT helios.declare('mine', 'b', 'mysql', 'B', 'tinyint(1)')");
        assertThat(owner.value(DECLARED)).isEqualTo("2|b|mysql|B|tinyint(1)");
        succeed(owner, "SELECT helios.declare('mine', 'b', 'mysql', NULL, 'year')");
        assertThat(owner.value(DECLARED)).isEqualTo("2|b|mysql|year");
        succeed(owner, "SELECT helios.declare('mine', NULL, 'mysql', 'Mine', 'ENGINE=InnoDB')");
        assertThat(owner.value(DECLARED)).isEqualTo("0||mysql|Mine|ENGINE=InnoDB");
        succeed(owner, "SELECT helios.declare('mine', NULL, 'mysql', NULL, NULL)");
        assertThat(owner.value(DECLARED)).isEqualTo("2|b|mysql|year");
    }

    @Test
    void nobodyElseDeclaresThem() {
        TestClient owner = open(prelude(1));
        succeed(owner, "CREATE TABLE mine (a int)");
        SessionRequest guest = new SessionRequest(
                new Role("prelude_guest", Set.of(), Optional.empty()), DATABASE, Map.of(), Optional.of(prelude(1)));
        TestClient other = TestClient.open(engine, otherLoop, guest);

        assertThat(other.query("SELECT helios.declare('mine', 'a', 'mysql', 'A', NULL)")
                        .send()
                        .errorUntilIdle())
                .hasMessage("must be owner of table public.mine");
        assertThat(other.query("DELETE FROM helios.declarations")
                        .send()
                        .errorUntilIdle()
                        .sqlState())
                .isEqualTo("42501");
        assertThat(owner.query("INSERT INTO helios.preludes VALUES ('x', '1')")
                        .send()
                        .errorUntilIdle()
                        .sqlState())
                .isEqualTo("42501");
        assertThat(owner.query("SELECT helios.declare('mine', 'z', 'mysql', 'A', NULL)")
                        .send()
                        .errorUntilIdle()
                        .sqlState())
                .isEqualTo("42703");
        assertThat(owner.query("SELECT helios.declare(NULL, 'z', 'mysql', 'A', NULL)")
                        .send()
                        .errorUntilIdle()
                        .sqlState())
                .isEqualTo("22004");
    }

    @Test
    void declarationsOfWhatIsGoneAreSwept() {
        TestClient owner = open(prelude(1));
        succeed(owner, "CREATE TABLE mine (a int, b int)");
        succeed(owner, "SELECT helios.declare('mine', 'a', 'mysql', 'A', NULL)");
        succeed(owner, "SELECT helios.declare('mine', 'b', 'mysql', 'B', NULL)");
        succeed(owner, "ALTER TABLE mine DROP a");
        owner.close();
        closeEverything();

        assertThat(open(prelude(1)).value("SELECT string_agg(label, ',') FROM helios.declarations"))
                .isEqualTo("B");
    }

    // ------------------------------------------------------------------ removing

    private HeliosException removalFailure(String schema) {
        try {
            engine.removePrelude(DATABASE, schema).toCompletableFuture().join();
        } catch (CompletionException e) {
            return (HeliosException) e.getCause();
        }
        throw new AssertionError("it was removed");
    }

    @Test
    void isRemovedOnRequestAndInstalledAgain() {
        TestClient client = open(prelude(1, "CREATE CAST (tiny AS boolean) WITH INOUT"));
        assertThat(engine.removePrelude(DATABASE, SCHEMA)).succeedsWithin(TestClient.LIMIT_SECONDS, TimeUnit.SECONDS);

        assertThat(client.value("SELECT count(*) FROM pg_namespace WHERE nspname = 'vendor \"x\"'"))
                .isEqualTo("0");
        assertThat(removalFailure(SCHEMA).sqlState()).isEqualTo("42704");
        assertThat(open(prelude(1)).value("SELECT " + QUOTED + ".answer()")).isEqualTo("1");
    }

    @Test
    void staysWhereSomethingDependsOnIt() {
        TestClient client = open(prelude(1));
        succeed(client, "CREATE TABLE mine (t " + QUOTED + ".tiny, d int DEFAULT " + QUOTED + ".answer())");

        HeliosException refusal = removalFailure(SCHEMA);

        assertThat(refusal.sqlState()).isEqualTo("2BP01");
        assertThat(refusal.field(Field.DETAIL).orElseThrow())
                .contains("column t of table mine")
                .contains("default value for column d of table mine");
        assertThat(client.value("SELECT " + QUOTED + ".answer()")).isEqualTo("1");
    }

    @Test
    void theSchemaOfDeclarationsStays() {
        assertThat(removalFailure("helios").sqlState()).isEqualTo("42939");
    }
}
