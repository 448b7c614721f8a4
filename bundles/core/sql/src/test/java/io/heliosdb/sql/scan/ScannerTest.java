package io.heliosdb.sql.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.spi.error.HeliosException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScannerTest {
    private static final List<Lexicon> ALL = List.of(
            Lexicon.POSTGRESQL,
            Lexicon.MYSQL,
            Lexicon.TRANSACT_SQL,
            Lexicon.DB2,
            Lexicon.ORACLE,
            Lexicon.SNOWFLAKE,
            Lexicon.DATABRICKS);

    @Test
    void tellsWordsStringsNumbersAndOperators() {
        assertThat(kinds("SELECT `a`, t.b<=>1.5e3 FROM `x``y` t WHERE \"c\" = 'd''e';", Lexicon.MYSQL))
                .isEqualTo("SELECT:WORD `a`:QUOTED_IDENTIFIER ,:PUNCTUATION t:WORD .:PUNCTUATION b:WORD <=>:OPERATOR"
                        + " 1.5e3:FLOAT FROM:WORD `x``y`:QUOTED_IDENTIFIER t:WORD WHERE:WORD \"c\":STRING =:OPERATOR"
                        + " 'd''e':STRING ;:SEPARATOR");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "0x4D|0x4D:HEX",
                "0X4D|0X4D:WORD",
                "0x|0x:WORD",
                "0xZZ|0xZZ:WORD",
                "0b01|0b01:BITS",
                "0b2|0b2:WORD",
                "x'4D' X'4D'|x'4D':HEX X'4D':HEX",
                "b'01'|b'01':BITS",
                "n'a'|n'a':NATIONAL_STRING",
                "e'a'|e:WORD 'a':STRING",
                "_utf8mb4'a'|_utf8mb4:INTRODUCER 'a':STRING",
                "_id 'a'|_id:WORD 'a':STRING",
                "1a 2|1a:WORD 2:INTEGER",
                "1e5 1e|1e5:FLOAT 1e:WORD",
                "1.|1.:DECIMAL",
                ".5|.5:DECIMAL",
                ".5e-1|.5e-1:FLOAT",
                "a.5b|a:WORD .:PUNCTUATION 5b:WORD",
                "`a`.5|`a`:QUOTED_IDENTIFIER .:PUNCTUATION 5:WORD",
                "1+.5|1:INTEGER +:OPERATOR .5:DECIMAL",
                "a--1|a:WORD -:OPERATOR -:OPERATOR 1:INTEGER",
                "a-- 1|a:WORD",
                "a # b|a:WORD",
                "@a @`b c` @'d' @a.b$|@a:VARIABLE @`b c`:VARIABLE @'d':VARIABLE @a.b$:VARIABLE",
                "@@a @@global.b @@session.`c`|@@a:SYSTEM_VARIABLE @@global.b:SYSTEM_VARIABLE @@session.`c`:SYSTEM_VARIABLE",
                "@a:=1|@a:VARIABLE :=:OPERATOR 1:INTEGER",
                "a->'$.b' ->> c|a:WORD ->:OPERATOR '$.b':STRING ->>:OPERATOR c:WORD",
                "'a\\'b'|'a\\'b':STRING",
                "?,?|?:PARAMETER ,:PUNCTUATION ?:PARAMETER",
                "a$b $c|a$b:WORD $c:WORD",
                "é|é:WORD",
                "1 /*!50100 + 2 */ /*!99999 + 3 */|1:INTEGER +:OPERATOR 2:INTEGER",
                "1 /*! + 2*/|1:INTEGER +:OPERATOR 2:INTEGER",
                "1 /*!080400 + 2*/|1:INTEGER +:OPERATOR 2:INTEGER",
                "a /*!40100 /* b */ c */|a:WORD c:WORD",
                "SELECT /*+ NO_MERGE(a) */ 1|SELECT:WORD 1:INTEGER",
                "a*/*b*/c|a:WORD *:OPERATOR c:WORD",
                "{d '2020-01-01'}|{:PUNCTUATION d:WORD '2020-01-01':STRING }:PUNCTUATION",
                "\\N|\\:OPERATOR N:WORD",
            })
    void scansMysql(String text, String expected) {
        assertThat(kinds(text, Lexicon.MYSQL)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "e'a\\'b' 'a\\'|e'a\\'b':STRING 'a\\':STRING",
                "$$a'b$$ $t$c$$d$t$|$$a'b$$:STRING $t$c$$d$t$:STRING",
                "$1 $12x|$1:PARAMETER $12:PARAMETER x:WORD",
                "a$1|a$1:WORD",
                "U&'d\\0061' U&\"x\"|U&'d\\0061':STRING U&\"x\":QUOTED_IDENTIFIER",
                "U&1|U:WORD &:OPERATOR 1:INTEGER",
                "a@>b a<->b|a:WORD @>:OPERATOR b:WORD a:WORD <->:OPERATOR b:WORD",
                "1*-2|1:INTEGER *:OPERATOR -:OPERATOR 2:INTEGER",
                "1@-2|1:INTEGER @-:OPERATOR 2:INTEGER",
                "1+/*x*/2--3|1:INTEGER +:OPERATOR 2:INTEGER",
                "1/*a/*b*/c*/2|1:INTEGER 2:INTEGER",
                "a::int|a:WORD ::~:~OPERATOR int:WORD",
                "a[1:2]|a:WORD [:PUNCTUATION 1:INTEGER :~:~OPERATOR 2:INTEGER ]:PUNCTUATION",
                "0x1F 0b01 1_000|0x1F:INTEGER 0b01:INTEGER 1_000:INTEGER",
                "1..10|1:INTEGER ..:OPERATOR 10:INTEGER",
                "1abc|1:INTEGER abc:WORD",
            })
    void scansPostgresql(String text, String expected) {
        assertThat(kinds(text, Lexicon.POSTGRESQL)).isEqualTo(expected.replace("~:~", ":"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "tsql|[a]]b] N'c' 0x @d @@ROWCOUNT #t $1.5 a+=1|[a]]b]:QUOTED_IDENTIFIER N'c':NATIONAL_STRING 0x:HEX @d:VARIABLE"
                        + " @@ROWCOUNT:SYSTEM_VARIABLE #t:WORD $1.5:DECIMAL a:WORD +=:OPERATOR 1:INTEGER",
                "tsql|$12 $x $.5|$12:DECIMAL $:OPERATOR x:WORD $:OPERATOR .5:DECIMAL",
                "db2|a#b :h ? X'4D' \"c\"|a#b:WORD :h:PARAMETER ?:PARAMETER X'4D':HEX \"c\":QUOTED_IDENTIFIER",
                "oracle|q'[it's]' Q'!a!' nq'{b}' :1 :n a(+) 1f 1.5d x:=1|q'[it's]':STRING Q'!a!':STRING nq'{b}':NATIONAL_STRING"
                        + " :1:PARAMETER :n:PARAMETER a:WORD (+):OPERATOR 1f:INTEGER 1.5d:DECIMAL x:WORD :=:OPERATOR 1:INTEGER",
                "oracle|xq'a' .5f (1)|xq:WORD 'a':STRING .5f:DECIMAL (:PUNCTUATION 1:INTEGER ):PUNCTUATION",
                "snowflake|a:b::int // c|a:WORD ::OPERATOR b:WORD :::OPERATOR int:WORD",
                "snowflake|$x $$a$$ :1 'a\\'b' $1|$x:VARIABLE $$a$$:STRING :1:PARAMETER 'a\\'b':STRING $1:VARIABLE",
                "databricks|'a''b' r'\\n' \"c\" `d` 1L a == 2 :p|'a':STRING 'b':STRING r'\\n':STRING \"c\":STRING"
                        + " `d`:QUOTED_IDENTIFIER 1L:INTEGER a:WORD ==:OPERATOR 2:INTEGER :p:PARAMETER",
            })
    void scansOtherDialects(String dialect, String text, String expected) {
        Lexicon lexicon = ALL.stream()
                .filter(one -> one.name().equals(dialect))
                .findFirst()
                .orElseThrow();
        assertThat(kinds(text, lexicon)).isEqualTo(expected);
    }

    @Test
    void settingsChangeTheRules() {
        Lexicon ansi = Lexicon.MYSQL.toBuilder()
                .without(Feature.DOUBLE_QUOTED_STRINGS)
                .escapes(Lexicon.Escapes.NONE)
                .build();
        assertThat(kinds("\"a\" '\\'", ansi)).isEqualTo("\"a\":QUOTED_IDENTIFIER '\\':STRING");
        assertThat(ansi.escapes()).isEqualTo(Lexicon.Escapes.NONE);
        assertThat(ansi.executableVersion()).isEqualTo(Lexicon.MYSQL.executableVersion());
        assertThat(ansi).hasToString("mysql");
        assertThat(Lexicon.MYSQL.has(Feature.DOUBLE_QUOTED_STRINGS)).isTrue();
    }

    static Stream<Arguments> meanings() {
        return Stream.of(
                meaning("mysql", "'a\\n\\t\\r\\b\\0\\Z\\%\\_\\q\\\\\\'b''c'", "a\n\t\r\b\0\u001a\\%\\_q\\'b'c"),
                meaning("mysql", "\"a\"\"b'\"", "a\"b'"),
                meaning("mysql", "n'a\\'b'", "a'b"),
                meaning("mysql", "'\\u0061\\101\\x\\f'", "u0061101xf"),
                meaning("mysql", "0x4d", "4d"),
                meaning("mysql", "x'4d'", "4d"),
                meaning("mysql", "b'01'", "01"),
                meaning("mysql", "`a``b`", "a`b"),
                meaning("mysql", "_UTF8MB4", "utf8mb4"),
                meaning("mysql", "@`a``b`", "a`b"),
                meaning("mysql", "@\"a\"", "a"),
                meaning("mysql", "@@session.`b`", "session.b"),
                meaning("mysql", "SeLeCt", "SeLeCt"),
                meaning("mysql", "?", ""),
                meaning("postgresql", "$tag$a$b$tag$", "a$b"),
                meaning("postgresql", "$12", "12"),
                meaning("postgresql", "E'\\x41\\101\\u00e9\\U0001F600\\x\\n\\f\\%'", "AAé😀x\n\f%"),
                meaning("postgresql", "U&'\\0061\\+01F600\\\\'", "a😀\\"),
                meaning("postgresql", "U&\"a\\0062\"\"\"", "ab\""),
                meaning("tsql", "[a]]b]", "a]b"),
                meaning("oracle", "q'<it's>'", "it's"),
                meaning("oracle", "Nq'(a)'", "a"),
                meaning("oracle", ":name", "name"),
                meaning("snowflake", "'\\x41\\0'", "A\0"),
                meaning("databricks", "r'\\n'", "\\n"),
                meaning("databricks", "'\\x\\u0041\\%\\Z\\f'", "xA\\%\u001af"));
    }

    private static Arguments meaning(String dialect, String text, String value) {
        return Arguments.of(dialect, text, value);
    }

    @ParameterizedTest
    @MethodSource("meanings")
    void tellsWhatTokensMean(String dialect, String text, String expected) {
        Lexicon lexicon = ALL.stream()
                .filter(one -> one.name().equals(dialect))
                .findFirst()
                .orElseThrow();
        assertThat(Scanner.tokens(text, lexicon)).extracting(Token::value).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "E'\\u00g0'",
                "E'\\u00'",
                "E'\\UFFFFFFFF'",
                "E'\\U00110000'",
                "U&'\\00'",
                "U&'\\zzzz'",
                "U&'\\+110000'"
            })
    void refusesEscapesThatAreNone(String text) {
        Scanner scanner = new Scanner(text, Lexicon.POSTGRESQL);
        assertThat(scanner.next()).isEqualTo(TokenKind.STRING);
        assertThatThrownBy(scanner::value).hasMessage("invalid Unicode escape");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "😀 'abc|3|unterminated quoted string",
                "a 'abc\\'|3|unterminated quoted string",
                "a `b|3|unterminated quoted identifier",
                "a /* b|3|unterminated comment",
                "a /*!99999 b|3|unterminated comment",
                "a /*!40000 b|13|unterminated executable comment",
                "a /*|3|unterminated comment",
                "'abc\\|1|unterminated quoted string",
            })
    void saysWhereAnEndIsMissing(String text, String position, String message) {
        assertThatExceptionOfType(HeliosException.class)
                .isThrownBy(() -> Scanner.tokens(text, Lexicon.MYSQL))
                .withMessage(message)
                .satisfies(error -> {
                    assertThat(error.sqlState()).isEqualTo("42601");
                    assertThat(error.field(HeliosException.Field.POSITION)).contains(position);
                });
    }

    @Test
    void saysWhereAnEndIsMissingInOtherDialects() {
        assertThatThrownBy(() -> Scanner.tokens("$a$b$$", Lexicon.POSTGRESQL))
                .hasMessage("unterminated dollar-quoted string");
        assertThatThrownBy(() -> Scanner.tokens("q'[a'", Lexicon.ORACLE)).hasMessage("unterminated quoted string");
        assertThatThrownBy(() -> Scanner.tokens("q'", Lexicon.ORACLE)).hasMessage("unterminated quoted string");
        assertThatThrownBy(() -> Scanner.tokens("/*/**/", Lexicon.POSTGRESQL)).hasMessage("unterminated comment");
    }

    @Test
    void findsParametersInTheStylesThatAreAskedFor() {
        Lexicon format = Lexicon.POSTGRESQL.withParameters(Set.of(ParameterStyle.FORMAT, ParameterStyle.PYFORMAT));
        assertThat(kinds("a=%s AND b<%(x y)s AND c%%2", format))
                .isEqualTo("a:WORD =:OPERATOR %s:PARAMETER AND:WORD b:WORD <:OPERATOR %(x y)s:PARAMETER AND:WORD c:WORD"
                        + " %%:OPERATOR 2:INTEGER");
        assertThat(kinds("%(a %()s", format)).startsWith("%:OPERATOR (:PUNCTUATION");
        Lexicon at = Lexicon.POSTGRESQL.withParameters(Set.of(ParameterStyle.AT, ParameterStyle.QMARK));
        assertThat(kinds("a=@p1 AND b=? AND c @> d", at))
                .isEqualTo("a:WORD =:OPERATOR @p1:PARAMETER AND:WORD b:WORD =:OPERATOR ?:PARAMETER AND:WORD c:WORD"
                        + " @>:OPERATOR d:WORD");
        assertThat(format.parameters()).containsExactly(ParameterStyle.FORMAT, ParameterStyle.PYFORMAT);
    }

    @Test
    void parametersByNameAreToldFromCastsSlicesAndPaths() {
        Lexicon named = Lexicon.POSTGRESQL.withParameters(Set.of(ParameterStyle.NAMED, ParameterStyle.NUMERIC));
        assertThat(kinds("a::int = :b AND x[1:2] = (:1)", named))
                .isEqualTo("a:WORD :::OPERATOR int:WORD =:OPERATOR :b:PARAMETER AND:WORD x:WORD [:PUNCTUATION 1:INTEGER"
                        + " ::OPERATOR 2:INTEGER ]:PUNCTUATION =:OPERATOR (:PUNCTUATION :1:PARAMETER ):PUNCTUATION");
    }

    @Test
    void looksWithoutKeeping() {
        Scanner scanner = new Scanner("select a <= ( b", Lexicon.MYSQL);
        assertThat(scanner.next()).isEqualTo(TokenKind.WORD);
        assertThat(scanner.is("SELECT")).isTrue();
        assertThat(scanner.is("SELECTED")).isFalse();
        scanner.next();
        assertThat(scanner.is('a')).isTrue();
        int mark = scanner.start();
        scanner.next();
        assertThat(scanner.isSymbol("<=")).isTrue();
        assertThat(scanner.isSymbol("<")).isFalse();
        assertThat(scanner.token().isSymbol("<=")).isTrue();
        scanner.next();
        assertThat(scanner.token().isSymbol("(")).isTrue();
        assertThat(scanner.is('b')).isFalse();
        scanner.seek(mark);
        scanner.next();
        assertThat(scanner.token()).isEqualTo(new Token(TokenKind.WORD, 7, 8, "a", "a"));
        assertThat(scanner.token().is("A")).isTrue();
        assertThat(scanner.token().isSymbol("a")).isFalse();
        assertThat(scanner.kind()).isEqualTo(TokenKind.WORD);
        assertThatThrownBy(() -> scanner.seek(99)).hasMessage("offset: 99 (expected: 0..15)");
        while (scanner.next() != TokenKind.END) {
            assertThat(scanner.kind().literal()).isFalse();
        }
        assertThat(scanner.next()).isEqualTo(TokenKind.END);
        assertThat(scanner.source()).isEqualTo("select a <= ( b");
        assertThat(scanner.lexicon()).isSameAs(Lexicon.MYSQL);
    }

    /** Every character is in exactly one token, in every dialect, whatever the text. */
    @Property(tries = 2000)
    void tokensJoinToTheText(@ForAll("texts") String text) {
        for (Lexicon lexicon : ALL) {
            Scanner scanner = new Scanner(text, lexicon);
            int at = 0;
            try {
                while (scanner.nextOrTrivia() != TokenKind.END) {
                    assertThat(scanner.start()).isEqualTo(at);
                    assertThat(scanner.end()).isGreaterThan(at).isLessThanOrEqualTo(text.length());
                    at = scanner.end();
                    scanner.value();
                }
                assertThat(at).isEqualTo(text.length());
            } catch (HeliosException e) {
                assertThat(e.sqlState()).isEqualTo("42601");
            }
        }
    }

    /** What MySQL's clients write for a string is read as that string. */
    @Property
    void readsWhatClientsEscape(@ForAll String value) {
        String escaped = value.replace("\\", "\\\\")
                .replace("'", "\\'")
                .replace("\0", "\\0")
                .replace("\n", "\\n");
        Token token = Scanner.tokens("'" + escaped + "'", Lexicon.MYSQL).get(0);
        assertThat(token.value()).isEqualTo(value);
        Token doubled = Scanner.tokens("'" + value.replace("'", "''") + "'", Lexicon.POSTGRESQL)
                .get(0);
        assertThat(doubled.value()).isEqualTo(value);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "a",
                        "select",
                        " ",
                        "\n",
                        "'",
                        "\"",
                        "`",
                        "[",
                        "]",
                        "(",
                        ")",
                        "{",
                        "$",
                        "$a$",
                        "1",
                        "0x",
                        "e5",
                        ".",
                        "..",
                        ";",
                        "-",
                        "--",
                        "#",
                        "/",
                        "/*",
                        "*/",
                        "/*!",
                        "/*!50000",
                        "/*+",
                        "*",
                        "@",
                        "@@",
                        "@`",
                        ":",
                        ":=",
                        "%",
                        "%s",
                        "%(",
                        ")s",
                        "?",
                        "q'",
                        "N'",
                        "U&'",
                        "E'",
                        "X'",
                        "b'",
                        "\\",
                        "\\u",
                        "_utf8mb4",
                        "é",
                        "😀",
                        "<=>",
                        "+")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    private static String kinds(String text, Lexicon lexicon) {
        return Scanner.tokens(text, lexicon).stream()
                .map(token -> token.text() + ":" + token.kind())
                .collect(Collectors.joining(" "));
    }
}
