package io.heliosdb.mysql.dialect.internal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.scan.Lexicon;
import io.heliosdb.sql.scan.Scanner;
import io.heliosdb.sql.scan.TokenKind;
import io.heliosdb.sql.template.TranslationCache;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A translation that is kept for other literals is what they would have been translated to: no rule looks at a literal
 * without saying so. Every statement of {@code rules.txt} is planned by way of a cache, with its own literals and with
 * others, in various orders.
 */
class KeptTranslationsTest {
    private static final List<String> STRINGS = List.of(
            "",
            "a",
            "0",
            "1",
            "5",
            "-1",
            "1.5",
            "abc",
            "it''s",
            "a%",
            "a\\\\_",
            "\\\\d+",
            "2024-05-06",
            "2024-05-06 07:08:09",
            "0000-00-00",
            "07:08:09",
            "$.a",
            "[1]",
            "{\\\"a\\\": 1}",
            "%Y-%m-%d",
            "x y",
            "é",
            "utf8mb4",
            "true",
            " 7 ");
    private static final List<String> INTEGERS = List.of(
            "0",
            "1",
            "2",
            "3",
            "7",
            "10",
            "64",
            "255",
            "2024",
            "20240506",
            "21474836480",
            "1234567890123456789",
            "18446744073709551616");
    private static final List<String> DECIMALS = List.of("0.0", "1.5", ".5", "2.", "20240506.0");
    private static final List<String> FLOATS = List.of("1e0", "1.5E3", "2e-2");
    private static final List<String> HEX = List.of("41", "00", "ff", "4142");

    @TestFactory
    List<DynamicTest> everyRule() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (RulesTest.Rule rule : RulesTest.read()) {
            tests.add(DynamicTest.dynamicTest(rule.sql(), () -> kept(rule.sql(), rule.mode())));
        }
        assertThat(tests).hasSizeGreaterThan(200);
        return tests;
    }

    private static void kept(String sql, Set<SqlMode> mode) {
        Lexicon lexicon = MySqlParser.lexicon(mode);
        for (int seed = 0; seed < 6; seed++) {
            TranslationCache<Set<SqlMode>> cache = new TranslationCache<>(1 << 20);
            Random random = new Random(seed);
            for (int round = 0; round < 5; round++) {
                String variant = seed % 2 == 0 && round == 0 ? sql : variant(sql, lexicon, random);
                assertThat(planned(cache, variant, mode, lexicon))
                        .as("seed %d, round %d: %s", seed, round, variant)
                        .isEqualTo(direct(variant, mode));
            }
        }
    }

    private static String planned(
            TranslationCache<Set<SqlMode>> cache, String sql, Set<SqlMode> mode, Lexicon lexicon) {
        FakeSession session = new FakeSession();
        session.mode = mode;
        try {
            return words(cache.plan(sql, mode, lexicon, TestTables.catalog(), translation -> new QueryTranslator()
                    .translate(translation, session)));
        } catch (HeliosException e) {
            return e.toString() + e.field(HeliosException.Field.POSITION);
        }
    }

    private static String direct(String sql, Set<SqlMode> mode) {
        FakeSession session = new FakeSession();
        session.mode = mode;
        try {
            return words(new QueryTranslator()
                    .translate(sql, session, TestTables.catalog())
                    .plan());
        } catch (HeliosException e) {
            return e.toString() + e.field(HeliosException.Field.POSITION);
        }
    }

    private static String words(Plan plan) {
        // Whether a name needs its quotes depends on the name, and changes nothing.
        List<String> steps = plan.steps().stream()
                .map(step -> step.use() + " " + step.parameters() + " "
                        + Scanner.tokens(step.text(), Lexicon.POSTGRESQL).stream()
                                .map(token ->
                                        token.kind() == TokenKind.QUOTED_IDENTIFIER ? token.value() : token.text())
                                .collect(Collectors.joining(" ")))
                .toList();
        return plan.kind() + " " + plan.transaction() + " " + plan.parameters() + " " + plan.tables() + " " + steps;
    }

    /** The statement with other literals of the same types. */
    private static String variant(String sql, Lexicon lexicon, Random random) {
        StringBuilder variant = new StringBuilder();
        Scanner scanner = new Scanner(sql, lexicon);
        try {
            while (scanner.nextOrTrivia() != TokenKind.END) {
                variant.append(random.nextInt(3) == 0 ? scanner.text() : other(scanner, lexicon, random));
            }
        } catch (HeliosException e) {
            return sql;
        }
        return variant.toString();
    }

    private static String other(Scanner scanner, Lexicon lexicon, Random random) {
        String text = scanner.text();
        return switch (scanner.kind()) {
            case STRING -> {
                char quote = text.charAt(0);
                String value = pick(STRINGS, random);
                value = lexicon.escapes() == Lexicon.Escapes.NONE ? value.replace("\\", "") : value;
                yield quote + (quote == '"' ? value.replace("\\\"", "\"\"") : value.replace("\\\"", "\"")) + quote;
            }
            case INTEGER -> pick(INTEGERS, random);
            case DECIMAL -> pick(DECIMALS, random);
            case FLOAT -> pick(FLOATS, random);
            case HEX ->
                text.endsWith("'")
                        ? text.substring(0, 2) + pick(HEX, random) + "'"
                        : text.substring(0, 2) + pick(HEX, random);
            default -> text;
        };
    }

    private static String pick(List<String> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }
}
