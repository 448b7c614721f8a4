package io.heliosdb.mysql.dialect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.pg.engine.EngineSettings;
import io.heliosdb.pg.engine.PostgresEngine;
import io.heliosdb.pg.engine.TestServer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LOAD DATA LOCAL at a real engine (MySQL 8.4 manual, 15.2.9). */
class LoadDataTest {
    @TempDir
    static Path home;

    private static EventLoopGroup loops;
    private static PostgresEngine engine;
    private Conversation conversation;

    @BeforeAll
    static void start() {
        loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        engine = new PostgresEngine(
                () -> CompletableFuture.completedFuture(TestServer.shared().address()),
                EngineSettings.of(Map.of()),
                home.resolve("credentials.json"));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        engine.close();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).await();
    }

    @BeforeEach
    void open() {
        conversation = new Conversation(engine, loops.next(), "demo");
        conversation.ask("DROP TABLE IF EXISTS loaded");
    }

    @AfterEach
    void close() {
        conversation.ask("DROP TABLE IF EXISTS loaded, loaded_parent");
        conversation.close();
    }

    private void table(String columns) {
        assertThat(conversation.ask("CREATE TABLE loaded (" + columns + ")")).containsExactly("ok");
    }

    private String load(String content, String rest) {
        return load(content, "", rest);
    }

    private String load(String content, String duplicates, String rest) {
        return String.join(
                "; ",
                conversation.load(
                        "LOAD DATA LOCAL INFILE 'f' " + duplicates + " INTO TABLE loaded " + rest,
                        content.getBytes(UTF_8)));
    }

    private List<String> rows(String columns) {
        List<String> lines = conversation.ask("SELECT " + columns + " FROM loaded ORDER BY 1");
        return lines.subList(1, lines.size() - 1);
    }

    private List<String> warnings() {
        List<String> lines = conversation.ask("SHOW WARNINGS");
        return lines.subList(1, lines.size() - 1);
    }

    private static String counts(int rows, int affected, int warnings) {
        return "ok" + (affected == 0 ? "" : " " + affected) + " (Records: " + rows + "  Deleted: "
                + Math.max(0, affected - rows) + "  Skipped: " + Math.max(0, rows - affected) + "  Warnings: "
                + warnings
                + ")";
    }

    @Test
    void fieldsAreConvertedAsThoseOfInsert() {
        table("a INT, b VARCHAR(5), c DATE, d DOUBLE, e BLOB, f DECIMAL(5,2), g TIME");
        assertThat(load("1\tx'y\\\\\t2024-02-03\t1.5\té\t1.25\t10:11:12\n\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\n", ""))
                .isEqualTo(counts(2, 2, 0));
        assertThat(rows("a, b, c, d, HEX(e), f, g"))
                .containsExactly(
                        "NULL | NULL | NULL | NULL | NULL | NULL | NULL",
                        "1 | x'y\\ | 2024-02-03 | 1.5 | C3A9 | 1.25 | 10:11:12");
    }

    @Test
    void whatDoesNotFitIsMadeToWithTheNumberOfItsRow() {
        table("a INT, b VARCHAR(2), c DATETIME, d DOUBLE, e TIME, f YEAR");
        String good = "1\tx\t2024-01-01\t1\t0\t2024\n".repeat(600);
        assertThat(load(good + "z\txyz\tno\tno\tno\tno\n99999999999\tx\t\t\t\t\n", ""))
                .isEqualTo(counts(602, 602, 11));
        assertThat(warnings())
                .containsExactly(
                        "Warning | 1366 | Incorrect integer value: 'z' for column 'a' at row 601",
                        "Warning | 1265 | Data truncated for column 'b' at row 601",
                        "Warning | 1265 | Data truncated for column 'c' at row 601",
                        "Warning | 1366 | Incorrect double value: 'no' for column 'd' at row 601",
                        "Warning | 1265 | Data truncated for column 'e' at row 601",
                        "Warning | 1366 | Incorrect integer value: 'no' for column 'f' at row 601",
                        "Warning | 1264 | Out of range value for column 'a' at row 602",
                        "Warning | 1265 | Data truncated for column 'c' at row 602",
                        "Warning | 1366 | Incorrect double value: '' for column 'd' at row 602",
                        "Warning | 1265 | Data truncated for column 'e' at row 602",
                        "Warning | 1366 | Incorrect integer value: '' for column 'f' at row 602");
        assertThat(rows("a, b, d, e, f")).contains("0 | xy | 0 | 00:00:00 | 0", "2147483647 | x | 0 | 00:00:00 | 0");
    }

    @Test
    void linesMayHaveTooFewFieldsAndTooMany() {
        table("a INT, b VARCHAR(5) DEFAULT 'x', c INT NOT NULL DEFAULT 7, d VARCHAR(3)");
        assertThat(load("1\n2\tb\t3\td\te\n3\t\\N\t\\N\td\n", "")).isEqualTo(counts(3, 3, 5));
        assertThat(warnings())
                .containsExactly(
                        "Warning | 1261 | Row 1 doesn't contain data for all columns",
                        "Warning | 1261 | Row 1 doesn't contain data for all columns",
                        "Warning | 1261 | Row 1 doesn't contain data for all columns",
                        "Warning | 1262 | Row 2 was truncated; it contained more data than there were input columns",
                        "Warning | 1263 | Column set to default value; NULL supplied to NOT NULL column 'c' at row 3");
        assertThat(rows("*")).containsExactly("1 |  | 0 | NULL", "2 | b | 3 | d", "3 | NULL | 0 | d");
    }

    @Test
    void keysAreGeneratedWhereNoneIsGiven() {
        table("id INT AUTO_INCREMENT PRIMARY KEY, w VARCHAR(5)");
        assertThat(load("0\ta\n\\N\tb\n7\tc\n\td\nx\te\n3\tf\n", "")).isEqualTo(counts(6, 6, 2));
        assertThat(rows("*")).containsExactly("1 | a", "2 | b", "3 | f", "7 | c", "8 | d", "9 | e");
        assertThat(conversation.ask("SELECT LAST_INSERT_ID()")).contains("1");
        assertThat(load("g\n", "(w)")).isEqualTo(counts(1, 1, 0));
        assertThat(conversation.ask("SELECT LAST_INSERT_ID()")).contains("10");
    }

    @Test
    void rowsThatMeetAKeyAreLeftOutOrTakeItsPlace() {
        table("id INT PRIMARY KEY, w VARCHAR(5) UNIQUE");
        assertThat(load("1\ta\n1\tb\n2\tb\n3\tA\n", "")).isEqualTo(counts(4, 2, 2));
        assertThat(rows("*")).containsExactly("1 | a", "2 | b");
        assertThat(load("1\tc\n1\td\n4\tb\n", "REPLACE", ""))
                .isEqualTo("ok 6 (Records: 3  Deleted: 3  Skipped: 0  Warnings: 0)");
        assertThat(rows("*")).containsExactly("1 | d", "4 | b");
    }

    @Test
    void replaceIsAsStrictAsTheSession() {
        table("a INT PRIMARY KEY, b INT NOT NULL");
        assertThat(load("1\t2\n3\n", "REPLACE", "")).startsWith("error 1261 01000: Row 2 doesn't contain");
        assertThat(load("1\t2\t3\n", "REPLACE", "")).startsWith("error 1262 ");
        assertThat(load("1\t\\N\n", "REPLACE", "")).startsWith("error 1263 ");
        assertThat(load("1\tx\n", "REPLACE", "")).startsWith("error 1366 ");
        assertThat(rows("*")).isEmpty();
        conversation.ask("SET sql_mode = ''");
        assertThat(load("1\tx\n3\n", "REPLACE", "")).isEqualTo(counts(2, 2, 2));
        assertThat(rows("*")).containsExactly("1 | 0", "3 | 0");
    }

    @Test
    void fieldsGoIntoVariablesAndExpressions() {
        table("a INT, b INT, c VARCHAR(20), d INT DEFAULT 4");
        conversation.ask("SET @plus = 100");
        assertThat(load(
                        "1\t2\t x \n3\t4\n",
                        "(a, @Two, @c) SET b = @two * 2 + @plus, c = CONCAT(TRIM(@c), a), a = a + 10"))
                .isEqualTo(counts(2, 2, 0));
        assertThat(rows("*")).containsExactly("11 | 104 | x1 | 4", "13 | 108 | NULL | 4");
        assertThat(conversation.ask("SELECT @two, @c, @plus")).contains("4 | NULL | 100");
        assertThat(load("5\t6\n", "(a, a)")).isEqualTo(counts(1, 1, 0));
        assertThat(load("7\n", "(b) SET a = (SELECT 1)")).isEqualTo(counts(1, 1, 0));
        assertThat(rows("a, b")).containsExactly("1 | 7", "6 | NULL", "11 | 104", "13 | 108");
    }

    @Test
    void theFileHasACharacterSet() {
        table("a VARCHAR(9), b BLOB");
        byte[] latin = "é\u0080\té\n".getBytes(ISO_8859_1);
        String sql = "LOAD DATA LOCAL INFILE 'f' INTO TABLE loaded";
        assertThat(conversation.load(sql + " CHARACTER SET latin1", latin)).containsExactly(counts(1, 1, 0));
        assertThat(conversation.load(sql, latin))
                .containsExactly("error 1300 HY000: Invalid utf8mb4 character string: ''");
        assertThat(conversation.load(sql + " CHARACTER SET utf16", latin))
                .first()
                .asString()
                .startsWith("error 1235");
        assertThat(conversation.load(sql + " CHARACTER SET nosuch", latin))
                .first()
                .asString()
                .startsWith("error 1115");
        assertThat(rows("a, HEX(b)")).containsExactly("é€ | E9");
    }

    @Test
    void aLoadIsOneStatement() {
        table("a INT PRIMARY KEY, b VARCHAR(9), c JSON");
        String many =
                IntStream.range(0, 2000).mapToObj(i -> i + "\tx" + i + "\t{}\n").collect(Collectors.joining());
        assertThat(load(many + "9999\ty\tno\n", "")).startsWith("error 3140");
        assertThat(rows("COUNT(*)")).containsExactly("0");
        conversation.ask("BEGIN");
        conversation.ask("INSERT INTO loaded VALUES (-1, 'kept', NULL)");
        assertThat(load(many + "9999\ty\tno\n", "")).startsWith("error 3140");
        assertThat(load(many, "IGNORE 1000 LINES")).isEqualTo(counts(1000, 1000, 0));
        assertThat(rows("COUNT(*), MIN(a)")).containsExactly("1001 | -1");
        conversation.ask("ROLLBACK");
        assertThat(rows("COUNT(*)")).containsExactly("0");
    }

    @Test
    void manyWarningsAreCountedAndSomeAreShown() {
        table("a INT, b INT");
        assertThat(load("x\tx\n".repeat(1500), "")).isEqualTo(counts(1500, 1500, 3000));
        assertThat(conversation.dialect().setting("warning_count")).contains("3000");
        assertThat(warnings()).hasSize(1024).element(1023).asString().endsWith("'b' at row 512");
    }

    @Test
    void whatCannotBeIsRefusedBeforeTheClientIsAsked() {
        table("a INT");
        // Not answered with content: the session would wait for ever.
        assertThat(conversation.ask("LOAD DATA LOCAL INFILE 'f' INTO TABLE nosuch"))
                .containsExactly("error 1146 42S02: Table 'demo.nosuch' doesn't exist");
        assertThat(conversation.ask("LOAD DATA LOCAL INFILE 'f' INTO TABLE loaded (b)"))
                .containsExactly("error 1054 42S22: Unknown column 'b' in 'field list'");
        assertThat(conversation.ask("LOAD DATA LOCAL INFILE 'f' INTO TABLE loaded (@a) SET a = @a +"))
                .first()
                .asString()
                .startsWith("error 1064");
        assertThat(conversation.ask("PREPARE s FROM 'LOAD DATA LOCAL INFILE ''f'' INTO TABLE loaded'"))
                .first()
                .asString()
                .startsWith("error 1295");
        assertThat(conversation.ask("LOAD DATA INFILE 'f' INTO TABLE loaded"))
                .first()
                .asString()
                .startsWith("error 1235");
    }

    @Test
    void withoutForeignKeyChecksRowsNeedNoParents() {
        conversation.ask("CREATE TABLE loaded_parent (id INT PRIMARY KEY)");
        table("a INT, FOREIGN KEY (a) REFERENCES loaded_parent (id)");
        assertThat(load("1\n", "")).startsWith("error 1452");
        conversation.ask("SET foreign_key_checks = 0");
        assertThat(load("1\n", "")).isEqualTo(counts(1, 1, 0));
    }
}
