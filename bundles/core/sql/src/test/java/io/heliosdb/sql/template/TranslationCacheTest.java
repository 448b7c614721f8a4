package io.heliosdb.sql.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.CatalogMiss;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.TableName;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.scan.Lexicon;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TranslationCacheTest {
    private static final Catalog EMPTY = name -> Optional.empty();

    private final TranslationCache<String> cache = new TranslationCache<>(1_000_000);
    private final ToyTranslator translator = new ToyTranslator();

    @Test
    void statementsThatDifferInLiteralsAreTranslatedOnce() {
        assertThat(text("SELECT a, label('x') FROM t WHERE b = 5 AND c < 1.5 AND d > 1e3 AND e = 12345678901"))
                .isEqualTo(
                        "SELECT a , 'x' AS \"label('x')\" FROM ONLY t WHERE b = 5 AND c < 1.5 AND d > 1e3 AND e = 12345678901 ");
        assertThat(text("SELECT a, label('it\\'s \"so\"') FROM t WHERE b = 77 AND c < .5 AND d > 2e-3 AND e = "
                        + "9223372036854775807"))
                .isEqualTo(
                        "SELECT a , 'it''s \"so\"' AS \"label('it\\'s \"\"so\"\"')\" FROM ONLY t WHERE b = 77 AND c < .5"
                                + " AND d > 2e-3 AND e = 9223372036854775807 ");
        assertThat(translator.asked()).hasSize(1);
        assertThat(cache.statistics().hits()).isEqualTo(1);
        assertThat(cache.statistics().misses()).isEqualTo(1);
    }

    @Test
    void keepsWhatElseThePlanSays() {
        Plan first = plan("SELECT twice('a') FROM t WHERE b = ?");
        Plan second = plan("SELECT twice('b') FROM t WHERE b = ?");
        assertThat(translator.asked()).hasSize(1);
        assertThat(first.steps()).extracting(Step::text).startsWith("SELECT 'a'");
        assertThat(second.steps()).extracting(Step::text).startsWith("SELECT 'b'");
        assertThat(second)
                .isEqualTo(new Plan(
                        second.steps(),
                        first.kind(),
                        first.transaction(),
                        first.parameters(),
                        first.tables(),
                        Plan.NOTHING));
        assertThat(second.steps().get(1).parameters()).containsExactly(0);
    }

    @Test
    void aStatementWithoutLiteralsIsThePlanItself() {
        Plan first = plan("SELECT a FROM t");
        assertThat(plan("SELECT a FROM t")).isSameAs(first);
    }

    @Test
    void literalsOfOtherTypesAreOtherShapes() {
        for (String literal : List.of("'a'", "\"a\"", "5", "5.5", "5e5", "N'a'", "5000000000", "_latin1'a'")) {
            plan("SELECT " + literal);
        }
        assertThat(translator.asked()).hasSize(8);
        for (String literal : List.of("'b'", "\"b\"", "6", "6.5", "6e5", "N'b'", "6000000000", "_latin1'b'")) {
            plan("SELECT " + literal);
        }
        assertThat(translator.asked()).hasSize(8);
        // Octets, bits, and numbers of more than 64 bits stay in the text.
        List<String> others =
                List.of("0xff", "0xfe", "x'ff'", "b'1'", "b'0'", "9223372036854775808", "9223372036854775809", "1.");
        others.forEach(literal -> plan("SELECT " + literal));
        assertThat(translator.asked()).hasSize(8 + others.size());
    }

    @Test
    void onlyTheLiteralThatMattersIsPartOfTheKey() {
        text("SELECT length('abc'), plain('x'), 5");
        int first = translator.asked().size();
        assertThat(text("SELECT length('abc'), plain('y'), 6")).isEqualTo("SELECT 3 , 'y' , 6 ");
        assertThat(translator.asked()).hasSize(first);
        assertThat(text("SELECT length('abcd'), plain('y'), 6")).isEqualTo("SELECT 4 , 'y' , 6 ");
        assertThat(translator.asked()).hasSize(first + 1);
        assertThat(cache.statistics().hits()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"folded", "dropped", "quoted", "word", "unicode", "refused", "whole", "length"})
    void whatIsMadeOfALiteralIsKeptByItsValue(String rule) {
        for (String value : List.of("'Abc'", "'Abd'", "'Abc'", "'Abd'", "'Abc'")) {
            String sql = "SELECT " + rule + "(" + value + "), plain(1), (2)";
            assertThat(plan(sql)).isEqualTo(direct(sql));
        }
        assertThat(cache.statistics().misses()).isEqualTo(2);
        assertThat(cache.statistics().hits()).isEqualTo(3);
    }

    @Test
    void aRefusalIsTheClientsOwn() {
        String sql = "SELECT refused('much too long'), 1";
        assertThatThrownBy(() -> plan(sql)).isInstanceOf(HeliosException.class).hasMessage("too long: much too long");
        assertThat(translator.asked()).endsWith(sql);
        assertThat(cache.statistics().entries()).isZero();
    }

    @Test
    void whatBelongsToTheSessionIsNotKept() {
        assertThat(text("SELECT now, 1")).isEqualTo("SELECT 'today' , 1 ");
        assertThat(text("SELECT now, 2")).isEqualTo("SELECT 'today' , 2 ");
        assertThat(plan("SELECT remember 1").succeeded()).isNotSameAs(Plan.NOTHING);
        assertThat(plan("SELECT remember 2").succeeded()).isNotSameAs(Plan.NOTHING);
        plan("SET a = now");
        plan("SET a = now");
        assertThat(translator.asked())
                .filteredOn(sql -> sql.endsWith("2"))
                .hasSize(2)
                .allSatisfy(sql -> assertThat(sql).matches("SELECT (now,|remember) 2"));
        assertThat(cache.statistics().hits()).isZero();
        assertThat(cache.statistics().misses()).isEqualTo(6);
    }

    @Test
    void definitionsAreNotKept() {
        plan("CREATE TABLE t (a INT DEFAULT 5)");
        plan("CREATE TABLE t (a INT DEFAULT 5)");
        assertThat(translator.asked()).hasSize(2).containsOnly("CREATE TABLE t (a INT DEFAULT 5)");
        assertThat(cache.statistics().entries()).isZero();
    }

    @Test
    void otherStatementsAreKeptAsTheyAre() {
        plan("SHOW TABLES LIKE 'a'");
        plan("SHOW TABLES LIKE 'a'");
        plan("SHOW TABLES LIKE 'b'");
        assertThat(translator.asked()).containsExactly("SHOW TABLES LIKE 'a'", "SHOW TABLES LIKE 'b'");
    }

    @Test
    void settingsArePartOfTheKey() {
        cache.plan("SELECT 1", "a", Lexicon.MYSQL, EMPTY, translator);
        cache.plan("SELECT 1", "b", Lexicon.MYSQL, EMPTY, translator);
        cache.plan("SELECT 2", "b", Lexicon.MYSQL, EMPTY, translator);
        assertThat(translator.asked()).hasSize(2);
    }

    @Test
    void aTableThatChangedIsAskedForAgain() {
        TableName name = new TableName("", "t");
        Table table = new Table(1, "public", "t", List.of(), List.of(), false);
        Catalog with = asked -> asked.equals(name) ? Optional.of(table) : Optional.empty();
        String sql = "SELECT a FROM t WHERE b = 5";
        assertThat(cache.plan(sql, "", Lexicon.MYSQL, with, translator)
                        .steps()
                        .get(0)
                        .text())
                .contains("FROM t");
        Table same = new Table(1, "public", "t", List.of(), List.of(), false);
        cache.plan(sql, "", Lexicon.MYSQL, asked -> Optional.of(same), translator);
        assertThat(translator.asked()).hasSize(1);
        assertThat(cache.plan(sql, "", Lexicon.MYSQL, EMPTY, translator)
                        .steps()
                        .get(0)
                        .text())
                .contains("FROM ONLY t");
        assertThat(translator.asked()).hasSize(2);
    }

    @Test
    void aTableThatIsNotKnownHasToBeLookedUp() {
        Catalog ignorant = name -> {
            throw new CatalogMiss(name);
        };
        String sql = "SELECT a FROM t WHERE b = 5";
        assertThatThrownBy(() -> cache.plan(sql, "", Lexicon.MYSQL, ignorant, translator))
                .isInstanceOf(CatalogMiss.class);
        plan(sql);
        assertThatThrownBy(() -> cache.plan(sql, "", Lexicon.MYSQL, ignorant, translator))
                .isInstanceOf(CatalogMiss.class);
        plan(sql);
        assertThat(translator.asked()).hasSize(2);
    }

    @Test
    void whatTheEngineCannotHaveInItsTextIsTranslatedByItself() {
        plan("SELECT named('a'), plain('b')");
        for (String sql : List.of(
                "SELECT named(''), plain('b')",
                "SELECT named('a'), plain('\\0')",
                "SELECT named('a'), plain('\udc80')")) {
            assertThat(plan(sql)).isEqualTo(direct(sql));
            assertThat(plan(sql)).isEqualTo(direct(sql));
        }
        assertThat(plan("SELECT named('c'), plain('d')")).isEqualTo(direct("SELECT named('c'), plain('d')"));
        assertThat(cache.statistics().misses()).isEqualTo(4);
        assertThat(cache.statistics().hits()).isEqualTo(4);
        // The first of its shape, too.
        assertThat(plan("SELECT named('')")).isEqualTo(direct("SELECT named('')"));
        assertThat(plan("SELECT plain(\"\\0\")")).isEqualTo(direct("SELECT plain(\"\\0\")"));
    }

    @Test
    void aTextWithAMarkerInItHasOthers() {
        LiftedText lifted = new LiftedText(Literals.of("SELECT 1, 'a'", Lexicon.MYSQL), new BitSet());
        String number = lifted.occurrences(lifted.text()).get(0).literal() == 0
                ? lifted.text().substring(7, 16)
                : "";
        assertThat(number).matches("1[0-9]{8}");
        String sql = "SELECT " + number + ", `" + lifted.text() + "`, 5";
        assertThat(plan(sql)).isEqualTo(direct(sql));
        assertThat(plan(sql.replace("5", "6"))).isEqualTo(direct(sql.replace("5", "6")));
        String sign = "SELECT \u0001i, 5";
        assertThat(plan(sign)).isEqualTo(direct(sign));
        assertThat(plan("SELECT 5, \u0001i")).isEqualTo(direct("SELECT 5, \u0001i"));
    }

    @Test
    void aStatementThatCannotBeReadIsTheTranslators() {
        assertThatThrownBy(() -> plan("SELECT 'a")).hasMessage("unterminated quoted string");
    }

    @Test
    void roomIsBounded() {
        TranslationCache<String> small = new TranslationCache<>(100_000);
        IntStream.range(0, 1000)
                .forEach(number -> small.plan("SELECT a" + number, "", Lexicon.MYSQL, EMPTY, translator));
        CacheStatistics statistics = small.statistics();
        assertThat(statistics.weight()).isBetween(1L, 100_000L);
        assertThat(statistics.entries()).isBetween(10L, 1000L);
        assertThat(statistics.evictions()).isPositive();
        small.clear();
        assertThat(small.statistics().entries()).isZero();
        String large = "SELECT " + "a".repeat(2000);
        small.plan(large, "", Lexicon.MYSQL, EMPTY, translator);
        assertThat(small.statistics().entries()).isZero();
    }

    @Test
    void aStatementOfVeryManyLiteralsIsKeptAsItIs() {
        String many = "SELECT 1" + ", 1".repeat(Literals.MOST);
        assertThat(plan(many)).isEqualTo(direct(many));
        assertThat(translator.asked().get(0)).isEqualTo(many);
        String most = "SELECT 1" + ", 1".repeat(Literals.MOST - 1);
        assertThat(plan(most)).isEqualTo(direct(most));
        assertThat(translator.asked()).doesNotContain(most);
    }

    /** Whatever rules do to literals, and whatever the literals are: a kept translation is the translation. */
    @Property
    void aKeptTranslationIsTheTranslation(@ForAll("statements") List<String> statements) {
        TranslationCache<String> kept = new TranslationCache<>(1_000_000);
        for (String sql : statements) {
            assertThat(kept.plan(sql, "", Lexicon.MYSQL, EMPTY, new ToyTranslator())
                            .steps())
                    .isEqualTo(direct(sql).steps());
        }
    }

    @Provide
    Arbitrary<List<String>> statements() {
        Arbitrary<String> strings = Arbitraries.strings()
                .withChars("ab'\"\\Zé\u0000\udc80 1_%")
                .ofMaxLength(5)
                .map(value -> value.replace("\\", "\\\\").replace("'", "\\'").replace("\"", "\"\""));
        Arbitrary<String> literals = Arbitraries.oneOf(
                strings.map(value -> "'" + value + "'"),
                strings.map(value -> "\"" + value + "\""),
                Arbitraries.bigIntegers().map(number -> number.abs().toString()),
                Arbitraries.of("1.5", ".5", "7.", "1e5", "2.5E-3", "0xff", "0xfff", "x'4d'", "N'a'", "b'01'"));
        Arbitrary<List<String>> rules = Arbitraries.of(
                        "plain", "label", "named", "escape", "within", "folded", "dropped", "quoted", "word", "length",
                        "hex", "twice", "unicode")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
        return rules.flatMap(chosen -> Combinators.combine(chosen.stream()
                        .map(rule -> literals.map(literal -> rule + "(" + literal + ")"))
                        .toList())
                .as(items -> "SELECT " + String.join(", ", items))
                .list()
                .ofMinSize(2)
                .ofMaxSize(5));
    }

    private static Plan direct(String sql) {
        LiftedText text = new LiftedText(Literals.of(sql, Lexicon.MYSQL), allOf(sql));
        return new ToyTranslator().translate(new Translation(text, EMPTY));
    }

    private static BitSet allOf(String sql) {
        BitSet all = new BitSet();
        all.set(0, Literals.of(sql, Lexicon.MYSQL).count());
        return all;
    }

    private Plan plan(String sql) {
        return cache.plan(sql, "", Lexicon.MYSQL, EMPTY, translator);
    }

    private String text(String sql) {
        return Stream.of(plan(sql))
                .map(plan -> plan.steps().get(0).text())
                .findFirst()
                .orElseThrow();
    }
}
