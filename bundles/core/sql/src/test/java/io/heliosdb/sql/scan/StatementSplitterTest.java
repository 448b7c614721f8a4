package io.heliosdb.sql.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementSplitterTest {
    @Test
    void cutsAtSeparators() {
        assertThat(mysql("SELECT 1; SELECT ';' -- ;\n, `;` /* ; */ , \";\" ;; \n INSERT INTO t VALUES (1) ; # end"))
                .containsExactly("SELECT 1", "SELECT ';' -- ;\n, `;` /* ; */ , \";\"", "INSERT INTO t VALUES (1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", ";", " ; ; ", "-- nothing", "/* nothing */", "/* nothing */ ; -- more"})
    void aTextWithoutStatementsIsAnEmptyOne(String text) {
        assertThat(mysql(text)).containsExactly("");
    }

    @Test
    void dropsWhatTrails() {
        assertThat(mysql(" SELECT 1 ")).containsExactly("SELECT 1");
        assertThat(mysql("SELECT 1 -- x")).containsExactly("SELECT 1");
        assertThat(mysql("SELECT '# x'")).containsExactly("SELECT '# x'");
        assertThat(mysql("/*+ a */ SELECT /* b */ 1 /* c */")).containsExactly("/*+ a */ SELECT /* b */ 1");
    }

    @Test
    void keepsExecutableComments() {
        assertThat(mysql(
                        "/*!40101 SET NAMES utf8 */; /*!50003 CREATE*/ /*!50017 DEFINER=`root`@`%`*/ /*!50003 TRIGGER t"
                                + " BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.b = 1; END */; SELECT 1"))
                .containsExactly(
                        "/*!40101 SET NAMES utf8 */",
                        "/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`%`*/ /*!50003 TRIGGER t"
                                + " BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.b = 1; END */",
                        "SELECT 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END",
                "CREATE DEFINER=root@localhost PROCEDURE p() BEGIN SELECT 1; END",
                "CREATE DEFINER = 'a'@'b' FUNCTION f(x INT) RETURNS INT DETERMINISTIC BEGIN RETURN CASE x WHEN 1 THEN IF(x, 1, 2)"
                        + " ELSE REPEAT('a', 2) END; END",
                "CREATE TRIGGER t AFTER UPDATE ON a FOR EACH ROW BEGIN IF NEW.x > 1 THEN SET @a = 1; ELSEIF NEW.x THEN SET @a = 2;"
                        + " END IF; END",
                "CREATE TRIGGER t AFTER UPDATE ON a FOR EACH ROW IF NEW.x > 1 THEN SET @a = 1; SET @b = 2; END IF",
                "CREATE PROCEDURE p() WHILE (@a < 3) DO SET @a = @a + 1; SELECT 1; END WHILE",
                "CREATE PROCEDURE p() l: LOOP LEAVE l; ITERATE l; END LOOP l",
                "CREATE PROCEDURE p() COMMENT 'c' REPEAT SET @a = 1; SELECT 2; UNTIL 1 END REPEAT",
                "CREATE PROCEDURE p(x INT) BEGIN CASE x WHEN 1 THEN SELECT 1; ELSE BEGIN END; END CASE; SELECT 2; END",
                "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN SELECT 1; SELECT 2; END",
                "ALTER EVENT e DO BEGIN SELECT 1; END",
                "CREATE FUNCTION f() RETURNS INT RETURN IF(1, 2, 3)",
                "CREATE PROCEDURE IF NOT EXISTS p() BEGIN a: BEGIN SELECT 1; END a; END",
            })
    void keepsBodiesWhole(String routine) {
        assertThat(mysql("SELECT 1; " + routine + "; SELECT 2")).containsExactly("SELECT 1", routine, "SELECT 2");
    }

    @Test
    void beginsTransactions() {
        assertThat(mysql("BEGIN; INSERT INTO t VALUES (1); COMMIT"))
                .containsExactly("BEGIN", "INSERT INTO t VALUES (1)", "COMMIT");
        assertThat(StatementSplitter.split("BEGIN TRANSACTION; SELECT 1; END", Lexicon.SNOWFLAKE))
                .containsExactly("BEGIN TRANSACTION", "SELECT 1", "END");
        assertThat(StatementSplitter.split("BEGIN; SELECT 1", Lexicon.DATABRICKS))
                .containsExactly("BEGIN", "SELECT 1");
        assertThat(
                        mysql(
                                "CREATE TABLE t (`begin` INT); CREATE INDEX i ON t (a); SELECT CASE 1 WHEN 2 THEN 3 END; SELECT 1"))
                .hasSize(4);
    }

    @Test
    void keepsBlocksOfOtherDialects() {
        String block = "BEGIN LET x := 1; RETURN x; END";
        assertThat(StatementSplitter.split(block + "; SELECT 1", Lexicon.DATABRICKS))
                .containsExactly(block, "SELECT 1");
        String declared = "DECLARE x INT; BEGIN x := 1; END";
        assertThat(StatementSplitter.split(declared + "; SELECT 1", Lexicon.SNOWFLAKE))
                .containsExactly(declared, "SELECT 1");
        assertThat(StatementSplitter.split("DECLARE x INT; SELECT 1", Lexicon.DATABRICKS))
                .hasSize(2);
        String atomic = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END";
        assertThat(StatementSplitter.split(atomic + "; SELECT 1", Lexicon.POSTGRESQL))
                .containsExactly(atomic, "SELECT 1");
    }

    @Test
    void procedureReachesToTheEndWhereTheDialectSaysSo() {
        String text = "CREATE PROCEDURE p AS SELECT 1; SELECT 2;";
        assertThat(StatementSplitter.split(text, Lexicon.TRANSACT_SQL)).containsExactly(text);
        String block = "DECLARE x NUMBER; BEGIN x := 1; END;";
        assertThat(StatementSplitter.split(block, Lexicon.ORACLE)).containsExactly(block);
        assertThat(StatementSplitter.split("SELECT 1; SELECT 2;", Lexicon.TRANSACT_SQL))
                .hasSize(2);
    }

    @Property
    void joinedStatementsComeApart(@ForAll("statements") List<String> statements) {
        assertThat(mysql(String.join(" ;\n", statements))).isEqualTo(statements);
        assertThat(mysql(String.join("; ", statements) + ";")).isEqualTo(statements);
    }

    @Provide
    Arbitrary<List<String>> statements() {
        return Arbitraries.of(
                        "SELECT 1",
                        "SELECT ';', \"a;\", `b;` /* ; */ FROM t",
                        "INSERT INTO t VALUES ('it''s; \\'')",
                        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @x = CASE WHEN 1 THEN 2 END; END",
                        "UPDATE t SET a = IF(1, 2, 3)")
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    private static List<String> mysql(String text) {
        return StatementSplitter.split(text, Lexicon.MYSQL);
    }
}
