package io.heliosdb.mysql.dialect.internal.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heliosdb.spi.dialect.CatalogMiss;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.TableName;
import io.heliosdb.spi.dialect.TransactionEffect;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.HeliosException.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueryTranslatorTest {
    private final QueryTranslator translator = new QueryTranslator();
    private final FakeSession session = new FakeSession();

    private Translation translate(String sql) {
        return translator.translate(sql, session, TestTables.catalog());
    }

    private HeliosException refusal(String sql) {
        return catchThrowableOfType(HeliosException.class, () -> translate(sql));
    }

    private static Outcome captured(List<String> cells) {
        return new Outcome(-1, -1, 1, Optional.empty(), List.of(cells), List.of(), Optional.empty());
    }

    @Test
    void aSyntaxErrorSaysWhereItIsInTheClientsText() {
        HeliosException error = refusal("SELECT '🙂',\n FROM customers");

        assertThat(error.sqlState()).isEqualTo("42601");
        assertThat(error)
                .hasMessage("You have an error in your SQL syntax; check the manual that corresponds to your MySQL"
                        + " server version for the right syntax to use near 'FROM customers' at line 2");
        assertThat(error.field(Field.POSITION)).contains("14");
    }

    @Test
    void anErrorAtTheEndIsNearNothing() {
        assertThat(refusal("SELECT 1 +")).hasMessageEndingWith("near '' at line 1");
    }

    @Test
    void aStringWithoutEndIsASyntaxErrorWhereItBegins() {
        assertThat(refusal("SELECT 'abc")).hasMessageEndingWith("near ''abc' at line 1");
        assertThat(refusal("SELECT `abc")).hasMessageEndingWith("near '`abc' at line 1");
    }

    @Test
    void theErrorShowsEightyCharacters() {
        String rest = "x".repeat(200);
        assertThat(refusal("SELECT 1 FROM FROM " + rest).getMessage()).contains("near 'FROM " + "x".repeat(75) + "'");
    }

    @Test
    void whatIsNoQueryIsRefusedAtItsBegin() {
        for (String sql : List.of("FLUSH TABLES", "42", "", "SELECT 1; SELECT 2", "VALUES (1)", "SELECT 1 LIMIT")) {
            assertThat(refusal(sql).sqlState()).as(sql).isEqualTo("42601");
        }
    }

    @Test
    void deepNestingIsRefusedBeforeTheStackIsFull() {
        String deep = "(".repeat(100_000);
        assertThat(refusal("SELECT " + deep).sqlState()).isEqualTo("M1436");
        assertThat(refusal("SELECT * FROM " + deep).sqlState()).isEqualTo("M1436");
        assertThat(refusal("SELECT " + "- ".repeat(100_000) + "1").sqlState()).isEqualTo("M1436");
        assertThat(refusal("SELECT 1" + " COLLATE utf8mb4_bin".repeat(100_000)).sqlState())
                .isEqualTo("M1436");
    }

    @Test
    void longChainsOfConditionsAreNotDeep() {
        String sql = "SELECT id FROM customers WHERE id = 0" + " OR id = 1".repeat(20_000);
        assertThat(translate(sql).plan().steps().get(0).text()).hasSizeGreaterThan(20_000 * 10);
    }

    @Test
    void aPlanSaysWhatTheStatementIsAndWhichTablesItNames() {
        Plan plan = translate("SELECT * FROM customers c JOIN orders o ON o.customer_id = ? AND c.id = ?")
                .plan();

        assertThat(plan.kind()).isEqualTo(StatementKind.QUERY);
        assertThat(plan.transaction()).isEqualTo(TransactionEffect.STATEMENT);
        assertThat(plan.parameters()).isEqualTo(2);
        assertThat(plan.tables()).containsExactly(new TableName("", "customers"), new TableName("", "orders"));
        assertThat(plan.succeeded()).isSameAs(Plan.NOTHING);
        assertThat(translate("DELETE FROM orders").plan().kind()).isEqualTo(StatementKind.MANIPULATION);
        assertThat(translate("DO 1").plan().kind()).isEqualTo(StatementKind.OTHER);
    }

    @Test
    void parametersKeepTheirNumbersInWhateverOrderTheyAreWritten() {
        Plan plan = translate("SELECT x.a, ? FROM (SELECT ? AS a) x LIMIT ?, ?").plan();

        assertThat(plan.parameters()).isEqualTo(4);
        assertThat(plan.steps().get(0).text())
                .isEqualTo("SELECT x.a, $2 AS \"?\" FROM (SELECT $1 AS a) AS x LIMIT $3 OFFSET $4");
        assertThat(plan.steps().get(0).parameters()).containsExactly(1, 0, 3, 2);
    }

    @Test
    void aTableThatIsNotKnownYetIsAskedFor() {
        TableName missing = new TableName("shop", "items");

        assertThatThrownBy(() -> translator.translate("SELECT * FROM Shop.Items", session, name -> {
                    throw new CatalogMiss(name);
                }))
                .isInstanceOfSatisfying(
                        CatalogMiss.class, miss -> assertThat(miss.table()).isEqualTo(missing));
    }

    @Test
    void withoutADatabaseNamesMustBeQualified() {
        session.database = Optional.empty();

        assertThat(refusal("SELECT * FROM customers")).hasMessage("No database selected");
        assertThat(translate("SELECT * FROM demo.customers").plan().tables())
                .containsExactly(new TableName("public", "customers"));
    }

    @Test
    void insideInformationSchemaNamesMeanItsViews() {
        session.database = Optional.of("information_schema");

        assertThat(translate("SELECT * FROM TABLES").plan().tables())
                .containsExactly(new TableName("helios_mysql", "information_schema_tables"));
    }

    @Test
    void whatReadsTheSessionIsNotReusable() {
        for (String sql : List.of(
                "SELECT @x", "SELECT @@autocommit", "SELECT LAST_INSERT_ID()", "SELECT USER()", "SELECT ROW_COUNT()")) {
            assertThat(translate(sql).reusable()).as(sql).isFalse();
        }
        assertThat(translate("SELECT DATABASE(), id FROM customers WHERE id = 5")
                        .reusable())
                .isTrue();
    }

    @Test
    void selectIntoSetsVariablesOfTheirTypes() {
        Plan plan = translate("SELECT id, name INTO @Id, @n FROM customers WHERE id = 1")
                .plan();

        plan.succeeded().accept(captured(Arrays.asList("1", "integer", null, "character varying", "1")));

        assertThat(session.variables.get("id")).isEqualTo(new SessionValue("integer", "1"));
        assertThat(session.variables.get("n")).isEqualTo(new SessionValue("character varying", null));
    }

    @Test
    void selectIntoWithoutARowSetsNothing() {
        Plan plan = translate("SELECT id INTO @x FROM customers WHERE id = -1").plan();

        plan.succeeded().accept(new Outcome(-1, -1, 0, Optional.empty(), List.of(), List.of(), Optional.empty()));

        assertThat(session.variables.get("x")).isEqualTo(SessionValue.of(5));
    }

    @Test
    void assignmentsSetVariablesAndLaterOnesReadThem() {
        Plan plan = translate("SELECT @a := 5, @b := @a + 1, LAST_INSERT_ID(8)").plan();

        assertThat(plan.steps().get(0).text()).contains("(5) + 1 AS \"@b := @a + 1\"");
        plan.succeeded().accept(captured(List.of("5", "integer", "6", "bigint", "8", "integer")));

        assertThat(session.variables.get("a")).isEqualTo(new SessionValue("integer", "5"));
        assertThat(session.variables.get("b")).isEqualTo(SessionValue.of(6));
        assertThat(session.lastInsertId).isEqualTo(new SessionValue("integer", "8"));
    }

    @Test
    void assignmentsOverTheRowsOfATableAreRefused() {
        assertThat(refusal("SELECT @n := @n + 1 FROM customers").sqlState()).isEqualTo("M1235");
    }

    @Test
    void foundRowsAreThoseWithoutTheLimit() {
        Plan plan = translate("SELECT SQL_CALC_FOUND_ROWS id FROM customers LIMIT 1")
                .plan();

        plan.succeeded().accept(captured(List.of("42")));

        assertThat(session.foundRows).isEqualTo(42);
    }

    @Test
    void literalsThatAreNoNumbersLeaveWarnings() {
        Plan plan = translate(
                        "SELECT '1a' + 1, CAST('2.5' AS SIGNED), CAST('x' AS DECIMAL), ' 3.5 ' + CAST('4' AS UNSIGNED)")
                .plan();
        assertThat(session.warnings).isEmpty();

        plan.succeeded().accept(captured(List.of()));

        assertThat(session.warnings)
                .containsExactly(
                        "1292 Truncated incorrect DOUBLE value: '1a'",
                        "1292 Truncated incorrect INTEGER value: '2.5'",
                        "1292 Truncated incorrect DECIMAL value: 'x'");
        assertThat(translate("SELECT '1' + 1, CAST('2' AS SIGNED)").reusable()).isTrue();
    }

    @Test
    void expressionsConditionsAndQueriesStandByThemselves() {
        assertThat(translator.expression("1 + IF(2, 3, 4)", session, TestTables.catalog()))
                .isEqualTo("1 + CASE WHEN (2 <> 0) THEN 3 ELSE 4 END");
        assertThat(translator.condition("`Field` LIKE 'a%' AND 1", session, TestTables.catalog()))
                .isEqualTo("field LIKE 'a%' AND true");
        assertThat(translator.query("SELECT Id, COUNT(*) FROM customers", session, TestTables.catalog()))
                .isEqualTo("SELECT id, count(*) AS \"count(*)\" FROM customers");
        assertThatThrownBy(() -> translator.query("DELETE FROM customers", session, TestTables.catalog()))
                .isInstanceOf(HeliosException.class);
        assertThatThrownBy(() -> translator.expression("1 1", session, TestTables.catalog()))
                .isInstanceOf(HeliosException.class);
    }

    @Test
    void octetsThatAreNoCharactersGoToTheEngineAsOctets() {
        assertThat(translate("INSERT INTO plain (code, data) VALUES ('a', _binary'\udcff\\0a')")
                        .plan()
                        .steps()
                        .get(0)
                        .text())
                .contains("('a', '\\xff0061'::bytea)");
        assertThat(refusal("INSERT INTO plain (code) VALUES ('a\\0b')").sqlState())
                .isEqualTo("M1366");
        assertThat(refusal("INSERT INTO plain (code) VALUES (x'ff')").sqlState())
                .isEqualTo("M1366");
    }

    @Test
    void aColumnWithoutDefaultMustBeGivenUnlessTheModeIsLax() {
        assertThat(refusal("INSERT INTO plain (flag) VALUES (1)"))
                .hasMessage("Field 'Code' doesn't have a default value");
        session.mode = java.util.EnumSet.noneOf(SqlMode.class);
        assertThat(translate("INSERT INTO plain (flag) VALUES (1)")
                        .plan()
                        .steps()
                        .get(0)
                        .text())
                .isEqualTo("INSERT INTO plain (flag, code) VALUES (true, '')");
    }
}
