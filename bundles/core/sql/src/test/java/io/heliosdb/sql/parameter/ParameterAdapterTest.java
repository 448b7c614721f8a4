package io.heliosdb.sql.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.scan.Lexicon;
import io.heliosdb.sql.scan.ParameterStyle;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ParameterAdapterTest {
    private final ParameterAdapter postgresql = new ParameterAdapter(Lexicon.POSTGRESQL);
    private final ParameterAdapter mysql = new ParameterAdapter(Lexicon.MYSQL);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "FORMAT|a = %s AND b = %s|a = $1 AND b = $2|1 2",
                "FORMAT|a LIKE 'x%%' AND b %% 2 = %s -- 100%% of %s|a LIKE 'x%' AND b % 2 = $1 -- 100% of %s|1",
                "PYFORMAT|a = %(x)s AND b = %(y z)s OR c = %(x)s|a = $1 AND b = $2 OR c = $1|x y_z",
                "QMARK|a = ? AND b = '?' /* ? */ AND `?` = ?|a = $1 AND b = '?' /* ? */ AND `?` = $2|1 2",
                "NAMED|a = :x AND b = :y AND c = ':z' AND d = :x|a = $1 AND b = $2 AND c = ':z' AND d = $1|x y",
                "NUMERIC|a = :2 AND b = :1 AND c = :2|a = $2 AND b = $1 AND c = $2|1 2",
                "DOLLAR|a = $2 AND b = $1|a = $2 AND b = $1|1 2",
                "AT|a = @p1 AND b = @p2 AND c = @p1|a = $1 AND b = $2 AND c = $1|p1 p2",
                "QMARK|SELECT 1|SELECT 1|~~",
            })
    void readsEveryStyle(ParameterStyle style, String sql, String text, String names) {
        ParameterizedStatement statement = mysql.read(sql, Set.of(style));
        assertThat(statement.text()).isEqualTo(text);
        assertThat(statement.names())
                .containsExactlyElementsOf(
                        names.isEmpty()
                                ? List.of()
                                : List.of(names.split(" ")).stream()
                                        .map(name -> name.replace('_', ' '))
                                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FORMAT|%s %s %s %%|1 2 1",
                "PYFORMAT|%(p1)s %(p2)s %(p1)s %%|1 2",
                "QMARK|? ? ? %|1 2 1",
                "NAMED|:p1 :p2 :p1 %|1 2",
                "NUMERIC|:1 :2 :1 %|1 2",
                "DOLLAR|$1 $2 $1 %|1 2",
                "AT|@p1 @p2 @p1 %|1 2",
            })
    void writesEveryStyle(ParameterStyle style, String text, String values) {
        ClientStatement statement =
                postgresql.write(new ParameterizedStatement("$1 $2 $1 %", List.of("1", "2")), style);
        assertThat(statement.text()).isEqualTo(text);
        assertThat(statement.style()).isEqualTo(style);
        assertThat(String.join(" ", statement.values(List.of("1", "2")))).isEqualTo(values);
    }

    @Test
    void keepsNames() {
        ClientStatement statement = postgresql.translate(
                "a = %(id)s AND b = %(name)s AND c = %(id)s", ParameterStyle.PYFORMAT, ParameterStyle.NAMED);
        assertThat(statement.text()).isEqualTo("a = :id AND b = :name AND c = :id");
        assertThat(statement.namedValues(List.of(7, "x"))).isEqualTo(Map.of("id", 7, "name", "x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a = %s AND b = %(x)s|16|parameters in two styles: FORMAT and PYFORMAT",
                "a = ? AND b = :x|15|parameters in two styles: QMARK and NAMED",
                "é😀 :x :1|7|parameters in two styles: NAMED and NUMERIC",
                "a = %s AND b % 2|14|a percent sign that is no parameter is written twice",
                "a = $0|5|number of a parameter: 0 (expected: 1..65535)",
                "a = $65536|5|number of a parameter: 65536 (expected: 1..65535)",
                "a = $99999999999|5|number of a parameter: 99999999999 (expected: 1..65535)",
            })
    void refusesWhatIsNotClear(String sql, String position, String message) {
        assertThatExceptionOfType(HeliosException.class)
                .isThrownBy(() -> postgresql.read(sql, EnumSet.allOf(ParameterStyle.class)))
                .withMessage(message)
                .satisfies(error -> {
                    assertThat(error.sqlState()).isEqualTo("42601");
                    assertThat(error.field(HeliosException.Field.POSITION)).contains(position);
                });
    }

    @Test
    void refusesMoreParametersThanTheEngineTakes() {
        assertThatThrownBy(() -> postgresql.read("?".repeat(65_536), Set.of(ParameterStyle.QMARK)))
                .hasMessage("parameters: 65536 (expected: at most 65535)");
        assertThat(postgresql
                        .read("?,".repeat(65_535), Set.of(ParameterStyle.QMARK))
                        .count())
                .isEqualTo(65_535);
    }

    @Test
    void refusesTextThatWouldBecomeAParameter() {
        // A name in MySQL, a parameter in the internal form.
        assertThatThrownBy(() -> mysql.read("SELECT $1, ?", Set.of(ParameterStyle.QMARK)))
                .hasMessageContaining("other text that reads as parameters in the style DOLLAR");
        assertThatThrownBy(() -> postgresql.translate("SELECT a ? $1", ParameterStyle.DOLLAR, ParameterStyle.QMARK))
                .hasMessageContaining("an operator for instance");
        assertThatThrownBy(() -> postgresql.write(new ParameterizedStatement("$2", List.of("1")), ParameterStyle.QMARK))
                .hasMessage("number of a parameter: 2 (expected: 1..1)");
    }

    @Test
    void findsValues() {
        ParameterizedStatement named = postgresql.read(":b :a :b", Set.of(ParameterStyle.NAMED));
        assertThat(named.isNamed()).isTrue();
        assertThat(named.values(Map.of("a", 1, "b", 2, "c", 3))).containsExactly(2, 1);
        assertThatThrownBy(() -> named.values(Map.of("a", 1))).hasMessage("no value for parameter \"b\"");
        assertThatThrownBy(() -> named.values(List.of(1, 2)))
                .hasMessage("parameters have names (\"b\"), their values have none");
        ParameterizedStatement positional = postgresql.read("? ?", Set.of(ParameterStyle.QMARK));
        assertThat(positional.values(List.of(1, 2))).containsExactly(1, 2);
        assertThatThrownBy(() -> positional.values(List.of(1)))
                .isInstanceOfSatisfying(HeliosException.class, error -> assertThat(error.sqlState())
                        .isEqualTo("08P01"))
                .hasMessage("parameters: 1 (expected: 2)");
        assertThat(positional.values(Map.of("1", "x", "2", "y"))).containsExactly("x", "y");
    }

    @ParameterizedTest
    @EnumSource(ParameterStyle.class)
    void aStatementWithoutParametersStays(ParameterStyle style) {
        assertThat(postgresql.translate("SELECT 'a', \"b\" -- ?", style, style).text())
                .isEqualTo("SELECT 'a', \"b\" -- ?");
    }

    /** What is written in a style is read as what it was, and each value finds its mark. */
    @Property
    void writtenAndReadIsTheSame(@ForAll("statements") String text, @ForAll ParameterStyle style) {
        for (ParameterAdapter adapter : List.of(postgresql, mysql)) {
            int count = (int) text.chars().filter(c -> c == '#').count();
            String internal = numbered(text);
            List<String> values =
                    IntStream.range(0, count).mapToObj(value -> "v" + value).toList();
            ClientStatement client = adapter.write(adapter.read(internal, Set.of(ParameterStyle.DOLLAR)), style);
            ParameterizedStatement back = adapter.read(client.text(), Set.of(style));
            assertThat(back.text()).isEqualTo(internal);
            assertThat(style.named() ? back.values(client.namedValues(values)) : back.values(client.values(values)))
                    .isEqualTo(values);
        }
    }

    private static String numbered(String text) {
        StringBuilder numbered = new StringBuilder();
        int number = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            numbered.append(c == '#' ? "$" + ++number : String.valueOf(c));
        }
        return numbered.toString();
    }

    @Provide
    Arbitrary<String> statements() {
        return Arbitraries.of(
                        "a", "=", "#", "'%s ? :x'", "\"a?\"", "/* %(a)s */", "%", "'it''s %%'", "1", "(", ")", "::int")
                .list()
                .ofMaxSize(10)
                .map(parts -> parts.stream().collect(Collectors.joining(" ")));
    }
}
