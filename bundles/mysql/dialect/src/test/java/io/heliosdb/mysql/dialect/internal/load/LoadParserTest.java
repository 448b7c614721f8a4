package io.heliosdb.mysql.dialect.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.mysql.dialect.internal.load.LoadStatement.Assignment;
import io.heliosdb.mysql.dialect.internal.load.LoadStatement.Target;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import io.heliosdb.sql.scan.Lexicon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadParserTest {
    private static LoadStatement parse(String behindLoad) {
        return LoadParser.parse(Tokens.of(behindLoad, Lexicon.MYSQL), true);
    }

    @Test
    void theShortestHasTheManualsDefaults() {
        LoadStatement statement = parse("DATA LOCAL INFILE 'a b.csv' INTO TABLE t");
        assertThat(statement.file()).isEqualTo("a b.csv");
        assertThat(statement.replace()).isFalse();
        assertThat(statement.ignore()).isTrue();
        assertThat(statement.table().name().spelling()).isEqualTo("t");
        assertThat(statement.characterSet()).isEmpty();
        assertThat(statement.targets()).isEmpty();
        assertThat(statement.assignments()).isEmpty();
        assertThat(statement.linesToSkip()).isZero();
        FileFormat format = statement.format();
        assertThat(format.fieldTerminator()).containsExactly('\t');
        assertThat(format.enclosed()).isEqualTo(FileFormat.NONE);
        assertThat(format.escape()).isEqualTo('\\');
        assertThat(format.linePrefix()).isEmpty();
        assertThat(format.lineTerminator()).containsExactly('\n');
    }

    @Test
    void theLongestHasEverything() {
        LoadStatement statement = parse(
                """
                DATA CONCURRENT LOCAL INFILE 'f' REPLACE INTO TABLE `Shop`.`T` CHARACTER SET latin1
                COLUMNS TERMINATED BY x'2c20' OPTIONALLY ENCLOSED BY '"' ESCAPED BY ''
                LINES STARTING BY '>>' TERMINATED BY '\\r\\n' IGNORE 2 ROWS
                (a, @V, `b c`, t.d) SET e = UPPER(@v), f := (SELECT max(x) FROM u, w)""");
        assertThat(statement.replace()).isTrue();
        assertThat(statement.ignore()).isFalse();
        assertThat(statement.table().database().orElseThrow().spelling()).isEqualTo("Shop");
        assertThat(statement.characterSet()).contains("latin1");
        FileFormat format = statement.format();
        assertThat(format.fieldTerminator()).containsExactly(',', ' ');
        assertThat(format.enclosed()).isEqualTo('"');
        assertThat(format.escape()).isEqualTo(FileFormat.NONE);
        assertThat(format.linePrefix()).containsExactly('>', '>');
        assertThat(format.lineTerminator()).containsExactly('\r', '\n');
        assertThat(statement.linesToSkip()).isEqualTo(2);
        assertThat(statement.targets())
                .containsExactly(
                        new Target.Column("a"),
                        new Target.Variable("v"),
                        new Target.Column("b c"),
                        new Target.Column("d"));
        assertThat(statement.assignments())
                .containsExactly(new Assignment("e", "UPPER(@v)"), new Assignment("f", "(SELECT max(x) FROM u, w)"));
    }

    @Test
    void withoutBackslashEscapesTheDefaultIsNone() {
        String text = "DATA LOCAL INFILE 'f' INTO TABLE t";
        assertThat(LoadParser.parse(Tokens.of(text, Lexicon.MYSQL), false)
                        .format()
                        .escape())
                .isEqualTo(FileFormat.NONE);
        assertThat(LoadParser.parse(Tokens.of(text + " FIELDS ESCAPED BY '!'", Lexicon.MYSQL), false)
                        .format()
                        .escape())
                .isEqualTo('!');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DATA LOCAL INFILE f INTO TABLE t",
                "DATA LOCAL INFILE 'f' IGNORE REPLACE INTO TABLE t",
                "DATA LOCAL INFILE 'f' INTO t",
                "DATA LOCAL INFILE 'f' INTO TABLE t FIELDS",
                "DATA LOCAL INFILE 'f' INTO TABLE t LINES ENCLOSED BY 'x'",
                "DATA LOCAL INFILE 'f' INTO TABLE t LINES TERMINATED BY 'x' FIELDS TERMINATED BY 'y'",
                "DATA LOCAL INFILE 'f' INTO TABLE t IGNORE x LINES",
                "DATA LOCAL INFILE 'f' INTO TABLE t IGNORE 1",
                "DATA LOCAL INFILE 'f' INTO TABLE t (a b)",
                "DATA LOCAL INFILE 'f' INTO TABLE t (a,)",
                "DATA LOCAL INFILE 'f' INTO TABLE t SET a"
            })
    void whatCannotBeIsASyntaxError(String text) {
        assertThatThrownBy(() -> parse(text)).hasMessageStartingWith("You have an error in your SQL syntax");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FIELDS ENCLOSED BY 'ab'|Field separator argument is not what is expected",
                "FIELDS ESCAPED BY 'ab'|Field separator argument is not what is expected",
                "FIELDS TERMINATED BY ''|doesn't yet support 'LOAD DATA with fixed-row format'",
                "PARTITION (p0)|doesn't yet support 'PARTITION'"
            })
    void whatIsNotThereIsRefused(String clause, String message) {
        assertThatThrownBy(() -> parse("DATA LOCAL INFILE 'f' INTO TABLE t " + clause))
                .hasMessageContaining(message);
    }
}
