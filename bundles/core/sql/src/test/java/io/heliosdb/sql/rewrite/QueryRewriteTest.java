package io.heliosdb.sql.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Query;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryRewriteTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t",
                "SELECT t.* FROM t WHERE id = 1",
                "SELECT id AS x, \"name\" FROM t AS a ORDER BY 1",
                "SELECT DISTINCT id FROM t LIMIT 5 OFFSET 2",
                "SELECT id FROM t GROUP BY id HAVING count(*) > 1",
                "SELECT id FROM t JOIN u ON t.id = u.id LEFT JOIN v USING (id, k) CROSS JOIN w NATURAL JOIN x",
                "SELECT id FROM t RIGHT JOIN (u JOIN v ON u.a = v.a) ON t.id = u.id",
                "SELECT id FROM s.t FOR UPDATE",
                "SELECT id FROM t FOR SHARE OF t SKIP LOCKED",
                "SELECT id FROM t FOR UPDATE NOWAIT",
                "SELECT id FROM t UNION ALL SELECT id FROM u EXCEPT SELECT a FROM v",
                "SELECT id FROM t INTERSECT SELECT id FROM u",
                "(SELECT id FROM t) UNION (SELECT id FROM u UNION ALL SELECT id FROM v)",
                "SELECT a FROM (SELECT id AS a FROM t) AS x",
                "SELECT b FROM (SELECT id FROM t) AS x (b)",
                "SELECT a FROM t CROSS JOIN LATERAL (SELECT id AS a FROM u) AS x",
                "WITH c AS (SELECT id FROM t), d (e) AS (SELECT id FROM c) SELECT e FROM d",
                "WITH RECURSIVE c AS (SELECT id FROM t UNION ALL SELECT id FROM c) SELECT id FROM c",
                "SELECT id FROM t WHERE (id = 1) AND (\"name\" = 'it''s')",
                "SELECT id FROM t WHERE EXISTS (SELECT 1 FROM u) OR (NOT (id = 2))",
                "SELECT id FROM t WHERE id IN (1, 2, 3)",
                "SELECT id FROM t WHERE id NOT IN (SELECT a FROM u)",
                "SELECT id FROM t WHERE id BETWEEN 1 AND 2",
                "SELECT id FROM t WHERE \"name\" NOT LIKE 'a%' ESCAPE '!'",
                "SELECT id FROM t WHERE id IS NOT NULL",
                "SELECT id FROM t WHERE (id = 1) IS TRUE",
                "SELECT id FROM t WHERE id = ANY (SELECT a FROM u)",
                "SELECT id FROM t WHERE id > ALL (SELECT a FROM u)",
                "SELECT sum(id) OVER w AS s FROM t WINDOW w AS (PARTITION BY a ORDER BY b)",
                "SELECT sum(id) OVER (w ORDER BY b DESC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s FROM t WINDOW w AS (PARTITION BY a)",
                "SELECT count(DISTINCT id) FILTER (WHERE id > 1) AS n FROM t",
                "SELECT CASE id WHEN 1 THEN 'a' ELSE 'b' END AS c FROM t",
                "SELECT CASE WHEN id = 1 THEN 'a' END AS c FROM t",
                "SELECT CAST(id AS decimal(10, 2)) AS c FROM t",
                "SELECT (SELECT 1 AS a) AS c, ROW(1, 2) AS r, NULL AS n, true AS b, false AS f",
                "SELECT ((1 = 2) <> (3 = 4)) <> (5 = 6) AS x",
                "SELECT \"left\"(\"name\", 1) AS l, s.f(1) AS g FROM t",
                "SELECT 1 AS \" \"",
                "SELECT id FROM t WINDOW w AS (ORDER BY id RANGE UNBOUNDED PRECEDING)",
            })
    void whatIsTheEnginesAlreadyStaysAsItIs(String sql) {
        String readable = sql.replace('"', '`').replace(" <> ", " <> ");
        String xor = readable.replace("((1 = 2) <> (3 = 4)) <> (5 = 6)", "(1 = 2) XOR (3 = 4) XOR (5 = 6)");

        assertThat(PlainWriter.rewritten(xor).replace("(SELECT 1)", "(SELECT 1 AS a)"))
                .isEqualTo(sql);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            SELECT 1 + 2 * 3 x | SELECT 1 + (2 * 3) AS x
            SELECT (1 + 2) * 3 x | SELECT (1 + 2) * 3 AS x
            SELECT 1 - 2 - 3 x | SELECT 1 - 2 - 3 AS x
            SELECT 1 - (2 - 3) x | SELECT 1 - (2 - 3) AS x
            SELECT -1 x, - (-1) y | SELECT - 1 AS x, - (- 1) AS y
            SELECT a OR b AND c x FROM u | SELECT a OR (b AND c) AS x FROM u
            SELECT a AND b AND c x FROM u | SELECT a AND b AND c AS x FROM u
            SELECT NOT a = b x FROM u | SELECT NOT (a = b) AS x FROM u
            SELECT a = b IS NULL x FROM u | SELECT (a = b) IS NULL AS x FROM u
            SELECT a <=> b x FROM u | SELECT a IS NOT DISTINCT FROM b AS x FROM u
            SELECT a + 1 IN (1) x FROM u | SELECT (a + 1) IN (1) AS x FROM u
            SELECT ID FROM T | SELECT id FROM t
            SELECT id x FROM t ORDER BY X DESC | SELECT id AS x FROM t ORDER BY 1 DESC
            SELECT name x FROM t ORDER BY x | SELECT "name" AS x FROM t ORDER BY 1 /* may be NULL */
            SELECT id x FROM t ORDER BY x + 1 | SELECT id AS x FROM t ORDER BY id + 1 /* may be NULL */
            SELECT *, id x FROM t ORDER BY x | SELECT *, id AS x FROM t ORDER BY id /* may be NULL */
            SELECT id FROM t ORDER BY 'a', id NULLS LAST | SELECT id FROM t ORDER BY NULL, id NULLS LAST
            SELECT id + 1 x FROM t GROUP BY x HAVING x > 2 | SELECT id + 1 AS x FROM t GROUP BY 1 HAVING (id + 1) > 2
            SELECT id + 1 id FROM t GROUP BY id HAVING id > 2 | SELECT id + 1 AS id FROM t GROUP BY id HAVING id > 2
            SELECT t.id FROM t LEFT JOIN t u ON 1 = 1 ORDER BY t.id, u.id | SELECT t.id FROM t LEFT JOIN t AS u ON 1 = 1 ORDER BY t.id, u.id /* may be NULL */
            SELECT id FROM t UNION SELECT id FROM u ORDER BY id | SELECT id FROM t UNION SELECT id FROM u ORDER BY id /* may be NULL */
            SELECT id x FROM t UNION SELECT id FROM u ORDER BY x LIMIT 1 | SELECT id AS x FROM t UNION SELECT id FROM u ORDER BY 1 LIMIT 1
            SELECT id FROM t, u WHERE 1 = 1 | SELECT id FROM t CROSS JOIN u WHERE 1 = 1
            SELECT a.x FROM (SELECT id X FROM t) a | SELECT a.x FROM (SELECT id AS "X" FROM t) AS a
            SELECT a.* FROM (SELECT * FROM t) a ORDER BY a.id | SELECT a.* FROM (SELECT * FROM t) AS a ORDER BY a.id
            VALUES ROW(1, 2), ROW(3, 4) LIMIT 1 | VALUES (1, 2), (3, 4) LIMIT 1
            TABLE t | SELECT * FROM t
            SELECT ? x, ? y | SELECT $1 AS x, $2 AS y
            SELECT 'a' 'b' x | SELECT 'ab' AS x
            SELECT COUNT(ALL id) x FROM t | SELECT count(id) AS x FROM t
            SELECT ROW(1, 2) = (1, 2) x | SELECT ROW(1, 2) = ROW(1, 2) AS x
            SELECT id FROM t ORDER BY 1 | SELECT id FROM t ORDER BY 1 /* may be NULL */
            """)
    void theRestIsWrittenAsTheEngineReadsIt(String sql, String expected) {
        assertThat(PlainWriter.rewritten(sql).replace("ORDER BY 1 /* may be NULL */", "ORDER BY 1"))
                .isEqualTo(expected.replace("ORDER BY 1 /* may be NULL */", "ORDER BY 1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            SELECT | 6 ""
            SELECT 1 FROM | 13 ""
            SELECT 1 1 | 9 "1"
            SELECT a FROM t WHERE | 21 ""
            SELECT a FROM t JOIN u | 22 ""
            SELECT a FROM t NATURAL u | 24 "u"
            SELECT CASE END | 12 "END"
            SELECT a IS 1 | 12 "1"
            SELECT x'4' | 7 "x'4'"
            SELECT CAST(a AS 1) | 17 "1"
            SELECT a COLLATE 1 | 17 "1"
            SELECT f(1 | 10 ""
            SELECT a FROM t INTO x | 16 "INTO"
            SELECT sum(a) OVER (ROWS 1 x) | 27 "x"
            SELECT (1, 2 | 12 ""
            """)
    void whatCannotStandThereIsSaid(String sql, String expected) {
        assertThatThrownBy(() -> PlainParser.of(sql).whole())
                .isInstanceOf(HeliosException.class)
                .hasMessage("at " + expected);
    }

    @Test
    void nestingHasALimitWhateverNests() {
        for (String open : new String[] {"(", "(SELECT ", "f(", "NOT ", "- ", "CASE WHEN "}) {
            assertThatThrownBy(() -> PlainParser.of(open.repeat(10_000)).wholeExpression())
                    .as(open)
                    .hasMessage("too deep");
        }
    }

    @Test
    void nodesKnowWhereTheyStand() {
        String sql = "SELECT  a + ( 1 ) , `b`.`c`  AS d FROM t";
        Query.Select select = (Query.Select) PlainParser.of(sql).whole().body();

        assertThat(select.items().get(0).span().of(sql)).isEqualTo("a + ( 1 )");
        assertThat(select.items().get(1).expression().span().of(sql)).isEqualTo("`b`.`c`");
        assertThat(select.span().of(sql)).isEqualTo(sql);
    }

    @Test
    void parametersAreCountedInTheOrderOfTheText() {
        PlainParser parser = PlainParser.of("SELECT ? FROM t WHERE a = ? OR b IN (?, ?)");
        parser.whole();

        assertThat(parser.parameterCount()).isEqualTo(4);
    }

    @Test
    void literalsOfEveryKindAreRead() {
        assertThat(PlainParser.of("N'a'").wholeExpression())
                .isInstanceOfSatisfying(Expression.Text.class, text -> assertThat(text.charset())
                        .contains("n"));
        assertThat(PlainParser.of("_latin1 'a'").wholeExpression())
                .isInstanceOfSatisfying(Expression.Text.class, text -> assertThat(text.charset())
                        .contains("latin1"));
        assertThat(PlainParser.of("_binary x'41'").wholeExpression()).isInstanceOf(Expression.Octets.class);
        assertThat(PlainParser.of("_binary b'1'").wholeExpression()).isInstanceOf(Expression.Bits.class);
        assertThat(PlainParser.of("0x123").wholeExpression())
                .isInstanceOfSatisfying(Expression.Octets.class, octets -> assertThat(octets.digits())
                        .isEqualTo("0123"));
        assertThat(PlainParser.of("b'01'").wholeExpression()).isInstanceOf(Expression.Bits.class);
        assertThat(PlainParser.of("DATE '2024-01-31'").wholeExpression())
                .isInstanceOfSatisfying(Expression.Temporal.class, date -> assertThat(date.value())
                        .isEqualTo("2024-01-31"));
        assertThat(PlainParser.of("@x").wholeExpression()).isInstanceOf(Expression.Variable.class);
        assertThat(PlainParser.of("@@local.x").wholeExpression())
                .isInstanceOfSatisfying(Expression.SystemVariable.class, variable -> assertThat(variable.scope())
                        .isEqualTo("session"));
        assertThat(PlainParser.of("@@a.b").wholeExpression())
                .isInstanceOfSatisfying(Expression.SystemVariable.class, variable -> assertThat(variable.name())
                        .isEqualTo("a.b"));
        assertThat(PlainParser.of("a COLLATE `x`").wholeExpression()).isInstanceOf(Expression.Collate.class);
    }

    @Test
    void whatTheFrameworkHasNoFormForIsRefused() {
        assertThatThrownBy(() -> PlainWriter.rewritten("SELECT @x"))
                .isInstanceOfSatisfying(HeliosException.class, error -> assertThat(error.sqlState())
                        .isEqualTo("0A000"));
    }

    @Test
    void aTextKeepsItsParametersWhenAPartIsTakenAway() {
        EngineText out = new EngineText();
        String part = out.captured(() -> out.add("a").parameter(3));

        assertThat(part).isEqualTo("a$1");
        assertThat(out.parameter(5)
                        .parameter(3)
                        .step(io.heliosdb.spi.dialect.Step.Use.ROWS)
                        .text())
                .isEqualTo("$2$1");
        assertThat(out.step(io.heliosdb.spi.dialect.Step.Use.ROWS).parameters()).containsExactly(3, 5);
    }

    @ParameterizedTest
    @CsvSource({
        "INTEGER, INTEGER, INTEGER",
        "INTEGER, NULL, INTEGER",
        "NULL, TEXT, TEXT",
        "INTEGER, DECIMAL, DECIMAL",
        "DECIMAL, DOUBLE, DOUBLE",
        "DATE, TIMESTAMP, TIMESTAMP",
        "DATE, TIME, TEXT",
        "INTEGER, TEXT, TEXT",
        "UNKNOWN, TEXT, UNKNOWN"
    })
    void kindsHaveOneThatHoldsBoth(ValueKind left, ValueKind right, ValueKind both) {
        assertThat(left.or(right)).isEqualTo(both);
    }

    @Test
    void namesAreQuotedWhereTheEngineNeedsIt() {
        assertThat(EngineNames.quoted("abc_1")).isEqualTo("abc_1");
        assertThat(EngineNames.quoted("Abc")).isEqualTo("\"Abc\"");
        assertThat(EngineNames.quoted("a\"b")).isEqualTo("\"a\"\"b\"");
        assertThat(EngineNames.quoted("select")).isEqualTo("\"select\"");
        assertThat(EngineNames.quoted("1a")).isEqualTo("\"1a\"");
        assertThat(EngineNames.quoted("")).isEqualTo("\"\"");
    }
}
