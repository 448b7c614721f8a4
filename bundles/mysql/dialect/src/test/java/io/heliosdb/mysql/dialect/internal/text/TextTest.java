package io.heliosdb.mysql.dialect.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.scan.Lexicon;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTest {
    private static Tokens tokens(String sql) {
        return Tokens.of(sql, Lexicon.MYSQL);
    }

    @Test
    void quotesForTheEngine() {
        assertThat(EngineQuotes.identifier("a\"b")).isEqualTo("\"a\"\"b\"");
        assertThat(EngineQuotes.string("it's")).isEqualTo("'it''s'");
        assertThat(EngineQuotes.stringOrNull(null)).isEqualTo("NULL");
        assertThat(EngineQuotes.array(List.of("a", "b'"))).isEqualTo("ARRAY['a', 'b''']::text[]");
    }

    @Test
    void clipsNamesThatTheEngineWouldCut() {
        String fits = "a".repeat(63);
        assertThat(EngineQuotes.clipped(fits)).isEqualTo(fits);
        assertThat(EngineQuotes.clipped(fits + "b"))
                .hasSize(63)
                .startsWith("a".repeat(54) + "_")
                .isNotEqualTo(EngineQuotes.clipped(fits + "c"));
        assertThat(EngineQuotes.clipped("😀".repeat(20))).startsWith("😀".repeat(13) + "_");
    }

    @Test
    void readsNamesNumbersAndStrings() {
        Tokens tokens = tokens("`A b`.c 'x' 'y' (12) 7");

        QualifiedName name = tokens.qualifiedName();
        assertThat(name.database()).contains(new Name("A b", "a b"));
        assertThat(name.withName(Name.of("D")).name().folded()).isEqualTo("d");
        assertThat(tokens.string()).isEqualTo("xy");
        assertThat(tokens.length()).contains(12);
        assertThat(tokens.length()).isEmpty();
        assertThat(tokens.integer()).isEqualTo("7");
        tokens.end();
        assertThat(tokens.next()).isSameAs(tokens.next());
        assertThat(Tokens.small("12345678901")).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void takesTextsAsTheyStand() {
        assertThat(tokens("( a, (b) ) c").parenthesised()).isEqualTo("a, (b)");
        assertThat(tokens("f(a, b) + 1, c").expression()).isEqualTo("f(a, b) + 1");
        Tokens tokens = tokens("a b /* c */");
        tokens.next();
        assertThat(tokens.rest()).isEqualTo("b");
        assertThat(tokens.rest()).isEmpty();
        assertThat(tokens.sql()).isEqualTo("a b /* c */");
    }

    @Test
    void saysWhereAStatementIsWrong() {
        Tokens tokens = tokens("SELECT\n 😀, 'x'");
        tokens.next();
        tokens.next();
        HeliosException error = tokens.error();

        assertThat(error.sqlState()).isEqualTo("42601");
        assertThat(error.getMessage()).endsWith("near ', 'x'' at line 2");
        assertThat(error.field(HeliosException.Field.POSITION)).contains("10");
        assertThatThrownBy(() -> tokens("(a").parenthesised()).hasMessageContaining("near '' at line 1");
        assertThatThrownBy(() -> tokens("a 'b")).hasMessageContaining("near ''b' at line 1");
        assertThatThrownBy(() -> tokens("1").name()).hasMessageContaining("near '1' at line 1");
        assertThatThrownBy(() -> tokens("a").string()).hasMessageContaining("near 'a' at line 1");
        assertThatThrownBy(() -> tokens("a").integer()).hasMessageContaining("near 'a' at line 1");
        assertThatThrownBy(() -> tokens(")").expression()).hasMessageContaining("near ')' at line 1");
        assertThatThrownBy(() -> tokens("a").end()).hasMessageContaining("near 'a' at line 1");
    }
}
