package io.heliosdb.mysql.dialect.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.mysql.dialect.internal.query.QueryTranslator;
import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.TransactionEffect;
import io.heliosdb.spi.error.HeliosException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a session remembers, without an engine: its plans are looked at, and told to have succeeded or failed. */
class MysqlSessionTest {
    private static final Catalog NO_TABLES = name -> Optional.empty();

    private final QueryTranslator queries = new QueryTranslator();
    private final QueryPlans plans = new QueryPlans(queries);
    private final MysqlSession session = new MysqlSession(
            new SessionOpening("demo", "demo", "Shop", 42, Map.of("character_set_client", "latin1", "ssl_cipher", "X")),
            queries,
            plans);

    private List<String> texts(String sql) {
        return session.plan(sql, NO_TABLES).steps().stream().map(Step::text).toList();
    }

    private void run(String sql) {
        Plan plan = session.plan(sql, NO_TABLES);
        session.running(sql, plan);
        Outcome outcome = outcome(0);
        plan.succeeded().accept(outcome);
        session.finished(outcome);
    }

    private static Outcome outcome(long affected) {
        return new Outcome(affected, affected, 0, Optional.empty(), List.of(), List.of(), Optional.empty());
    }

    @Test
    void beginsWithTheParametersThatItsSettingsMean() {
        assertThat(session.engineParameters())
                .containsEntry("search_path", "helios_mysql, pg_catalog, \"shop\"")
                .containsEntry("lock_timeout", "50000ms")
                .containsEntry("TimeZone", TimeZones.systemZone());
    }

    @Test
    void takesTheSettingsThatTheProtocolNegotiated() {
        assertThat(session.setting("character_set_client")).contains("latin1");
        assertThat(session.setting("autocommit")).contains("ON");
        assertThat(session.setting("nosuch")).isEmpty();
    }

    @Test
    void beginsTransactionsAsTheSettingsSay() {
        assertThat(session.begin()).isEqualTo("BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE");
        assertThatThrownBy(() -> run("SET TRANSACTION READ ONLY"))
                .hasMessage("Transaction characteristics can't be changed while a transaction is in progress");
        run("COMMIT");
        run("SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED, READ ONLY");
        assertThat(session.begin()).isEqualTo("BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY");
        assertThat(session.begin()).isEqualTo("BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE");
        run("SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE");
        assertThat(session.begin()).isEqualTo("BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE");
    }

    @Test
    void takesAConsistentSnapshotAtOnce() {
        assertThat(texts("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"))
                .containsExactly("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "SELECT 1");
        assertThat(texts("COMMIT AND NO CHAIN RELEASE")).isEmpty();
        assertThatThrownBy(() -> texts("COMMIT AND CHAIN RELEASE")).isInstanceOf(HeliosException.class);
    }

    @Test
    void limitsASelectWithoutALimit() {
        run("SET sql_select_limit = 2");
        assertThat(texts("SELECT 1 UNION SELECT 2")).allMatch(text -> text.endsWith(" LIMIT 2"));
        assertThat(texts("SELECT 1 LIMIT 7")).allMatch(text -> text.endsWith(" LIMIT 7"));
        run("SET sql_select_limit = DEFAULT");
        assertThat(texts("SELECT 1 UNION SELECT 2")).noneMatch(text -> text.contains("LIMIT"));
    }

    @Test
    void asksNoClientForFiles() {
        assertThatThrownBy(() -> texts("LOAD DATA LOCAL INFILE 'f' INTO TABLE t"))
                .isInstanceOf(HeliosException.class)
                .hasMessageStartingWith("Loading local data is disabled");
        assertThatThrownBy(() -> texts("LOAD DATA INFILE 'f' INTO TABLE t")).hasMessageContaining("'LOAD'");
    }

    @Test
    void countsConditionsForThePacketsButNotThoseThatAreListed() {
        run("SELECT 1");
        session.finished(new Outcome(
                -1,
                -1,
                1,
                Optional.empty(),
                List.of(),
                List.of(new HeliosException("M1365", "Division by 0")),
                Optional.empty()));
        assertThat(session.setting("warning_count")).contains("1");
        run("SHOW WARNINGS");
        assertThat(session.setting("warning_count")).contains("0");
    }

    @Test
    void commitsWhenAutocommitIsSwitchedOn() {
        assertThat(session.plan("SET autocommit = 1", NO_TABLES).transaction()).isEqualTo(TransactionEffect.NONE);
        run("SET autocommit = 0");
        assertThat(session.autocommit()).isFalse();
        assertThat(session.plan("SET autocommit = 1", NO_TABLES).transaction()).isEqualTo(TransactionEffect.COMMIT);
    }

    @Test
    void limitsTheTimeOfStatements() {
        run("SET max_execution_time = 250");

        assertThat(timeout("SELECT 1")).isEqualTo(250);
        assertThat(timeout("SELECT /*+ NO_ICP(t) MAX_EXECUTION_TIME(7) */ 1")).isEqualTo(7);
        assertThat(timeout("SELECT /*+ NO_ICP(t) */ 'MAX_EXECUTION_TIME(7)'")).isEqualTo(250);
        assertThat(timeout("DO SLEEP(1)")).isZero();
        assertThat(session.atomicStatements()).isTrue();
    }

    private long timeout(String sql) {
        session.running(sql, session.plan(sql, NO_TABLES));
        return session.statementTimeoutMillis();
    }

    @Test
    void takesForeignKeysAwayWhereTheyAreNotChecked() {
        run("SET foreign_key_checks = 0");

        assertThat(texts("DELETE FROM s.t WHERE a = 1"))
                .containsExactly(
                        "SELECT helios_mysql.suspend_references(ARRAY[pg_catalog.to_regclass('\"s\".\"t\"')])",
                        "DELETE FROM s.t WHERE a = 1",
                        "SELECT helios_mysql.resume_references()");
        assertThat(texts("SELECT 1")).hasSize(1);

        run("SET foreign_key_checks = 1");
        assertThat(texts("DELETE FROM s.t WHERE a = 1")).hasSize(1);
    }

    @Test
    void setsLockTimeoutToTheShorterOfTwo() {
        assertThat(texts("SET lock_wait_timeout = 7")).containsExactly("SET lock_timeout = '7000ms'");
        assertThat(texts("SET innodb_lock_wait_timeout = 1073741824"))
                .containsExactly("SET lock_timeout = '2147483647ms'");
    }

    @Test
    void tellsTheEngineAgainWhatALostTransactionTookBack() {
        run("SET time_zone = '+02:00'");
        session.finished(Outcome.failed(new HeliosException("40P01", "deadlock detected"), List.of()));

        Plan first = session.plan("SELECT 1", NO_TABLES);
        assertThat(first.steps().stream().map(Step::text))
                .contains("SET TimeZone = '<+02:00>-02:00'", "SET DateStyle = 'ISO, YMD'")
                .hasSize(5);
        assertThat(session.plan("COMMIT", NO_TABLES).steps()).isEmpty();
        first.succeeded().accept(outcome(-1));
        assertThat(texts("SELECT 1")).hasSize(1);
    }

    @Test
    void forgetsWhatWasSetWhenItIsReset() {
        run("SET autocommit = 0, @x = 1, sql_mode = 'ANSI_QUOTES'");
        run("SET time_zone = '+02:00'");

        session.reset();

        assertThat(session.autocommit()).isTrue();
        assertThat(session.setting("sql_mode").orElseThrow()).contains("STRICT_TRANS_TABLES");
        assertThat(session.schema()).contains("Shop");
        assertThat(texts("ROLLBACK")).isEmpty();
    }

    @Test
    void cutsTextsByTheModeOfTheSession() {
        assertThat(session.split("SELECT 1; SELECT 'a\\';b'")).containsExactly("SELECT 1", "SELECT 'a\\';b'");
        run("SET sql_mode = 'NO_BACKSLASH_ESCAPES'");
        assertThat(session.split("SELECT 'a\\'; SELECT 2")).containsExactly("SELECT 'a\\'", "SELECT 2");
    }

    @Test
    void refusesWhatCannotBeCutWhenItIsPlanned() {
        assertThat(session.split("SELECT 'a")).containsExactly("SELECT 'a");
        assertThatThrownBy(() -> session.plan("SHOW 'a", NO_TABLES))
                .isInstanceOf(HeliosException.class)
                .hasMessageContaining("near ''a' at line 1");
        assertThatThrownBy(() -> session.plan("", NO_TABLES)).hasMessage("Query was empty");
    }

    @Test
    void keepsTranslationsButNotTheValuesOfTheSession() {
        texts("SELECT 1");
        texts("SELECT 2");
        assertThat(plans.statistics().hits()).isEqualTo(1);
        run("SET @x = 5");
        assertThat(session.plan("SELECT @x", NO_TABLES).succeeded()).isNotSameAs(Plan.NOTHING);
        assertThat(session.plan("SELECT 1", NO_TABLES).succeeded()).isSameAs(Plan.NOTHING);
    }

    @Test
    void tellsHowManyConditionsTheLastStatementRaised() {
        assertThat(session.setting("warning_count")).contains("0");
        session.running("DO 1", session.plan("DO 1", NO_TABLES));
        HeliosException notice = new HeliosException("00000", "table \"t\" does not exist, skipping");
        session.finished(new Outcome(0, 0, 0, Optional.empty(), List.of(), List.of(notice), Optional.empty()));
        assertThat(session.setting("warning_count")).contains("1");
        Plan shown = session.plan("SHOW WARNINGS", NO_TABLES);
        session.running("SHOW WARNINGS", shown);
        session.finished(new Outcome(0, 0, 1, Optional.empty(), List.of(), List.of(), Optional.empty()));
        assertThat(session.setting("warning_count")).contains("0");
    }

    @Test
    void variablesTakeParameters() {
        Plan plan = session.plan("SET @x = ?, @y = 1, @z = CONCAT(?, '?', ?)", NO_TABLES);
        assertThat(plan.parameters()).isEqualTo(3);
        assertThat(plan.steps()).extracting(Step::parameters).containsExactly(List.of(0), List.of(1, 2));
        assertThat(plan.steps().get(1).text()).contains("$1").contains("$2").doesNotContain("$3");
    }

    @Test
    void saysWhatAnUpdateDid() {
        Plan plan = session.plan("SELECT 1", NO_TABLES);
        session.running("UPDATE t SET a = 1", plan);
        session.finished(new Outcome(2, 3, 0, Optional.empty(), List.of(), List.of(), Optional.empty()));
        assertThat(session.information()).contains("Rows matched: 3  Changed: 2  Warnings: 0");

        session.running("INSERT INTO t VALUES (1)", plan);
        session.finished(outcome(1));
        assertThat(session.information()).isEmpty();

        session.running("UPDATE t SET a = 1", plan);
        session.finished(Outcome.failed(new HeliosException("22003", "integer out of range"), List.of()));
        assertThat(session.information()).isEmpty();
    }

    @Test
    void keepsWarningsUntilTheNextStatementThatAsksForNone() {
        Plan plan = session.plan("SELECT 1", NO_TABLES);
        session.running("SELECT 1", plan);
        session.finished(new Outcome(
                -1,
                -1,
                1,
                Optional.empty(),
                List.of(),
                List.of(
                        new HeliosException("00000", "a notice"),
                        new HeliosException("01000", "a warning"),
                        new HeliosException("M1050", "Table 'x' already exists")
                                .with(HeliosException.Field.HINT, "note")),
                Optional.empty()));

        String shown = texts("SHOW WARNINGS").get(0);
        assertThat(shown).contains("('Note'::text, 1050::bigint").contains("'Warning'::text");
        run("SHOW WARNINGS");
        assertThat(texts("SHOW WARNINGS")).containsExactly(shown);
        run("SHOW COUNT(*) WARNINGS");
        assertThat(texts("SHOW WARNINGS")).containsExactly(shown);
        run("DO 1");
        assertThat(texts("SHOW WARNINGS").get(0)).contains("WHERE false");
    }

    @Test
    void signalsWithTheSqlStateThatWasAskedFor() {
        try {
            session.plan("SIGNAL SQLSTATE '01ABC' SET MESSAGE_TEXT = 'm'", NO_TABLES);
        } catch (HeliosException e) {
            assertThat(session.error(e).sqlState()).isEqualTo("01ABC");
            assertThat(session.error(e).code()).isEqualTo(1644);
            return;
        }
        throw new AssertionError("SIGNAL was planned");
    }

    @Test
    void tellsTheCipherThatTheProtocolNegotiated() {
        assertThat(texts("SHOW STATUS LIKE 'ssl_c%'").get(0)).contains("'X'::text");
    }
}
