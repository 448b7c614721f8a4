package io.heliosdb.mysql.dialect.internal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.scan.Lexicon;
import io.heliosdb.sql.scan.Scanner;
import io.heliosdb.sql.scan.TokenKind;
import io.heliosdb.sql.template.TranslationCache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A translation that is kept for other literals is the translation of these, for every statement of {@code rules.txt}. */
class KeptTranslationsTest {
    private static final long ROOM = 1L << 24;

    private final QueryTranslator translator = new QueryTranslator();
    private final FakeSession session = new FakeSession();

    @TestFactory
    List<DynamicTest> keptTranslationsAreTheTranslations() throws IOException {
        try (InputStream in = KeptTranslationsTest.class.getResourceAsStream("/query/rules.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("> "))
                    .map(line -> line.substring(2))
                    .map(sql -> DynamicTest.dynamicTest(sql, () -> compare(sql)))
                    .toList();
        }
    }

    private void compare(String sql) {
        TranslationCache<String> cache = new TranslationCache<>(ROOM);
        for (String number : List.of("4", "77", "0", "1")) {
            outcome(cache, other(sql, number, "Some text"));
            outcome(cache, other(sql, number, "12"));
        }
        assertThat(outcome(cache, sql)).isEqualTo(direct(sql));
        assertThat(outcome(cache, sql)).isEqualTo(direct(sql));
    }

    private List<Step> outcome(TranslationCache<String> cache, String sql) {
        try {
            return cache
                    .plan(
                            sql,
                            "",
                            Lexicon.MYSQL,
                            TestTables.catalog(),
                            translation -> translator.translate(translation, session))
                    .steps()
                    .stream()
                    .map(KeptTranslationsTest::plainNames)
                    .toList();
        } catch (HeliosException e) {
            return refused(e);
        }
    }

    /** Whether a name has quotes that it does not need tells nothing: a kept label always has them. */
    private static Step plainNames(Step step) {
        return new Step(step.text().replaceAll("\"([a-z]+)\"", "$1"), step.use(), step.parameters());
    }

    private List<Step> direct(String sql) {
        try {
            Plan plan = translator.translate(sql, session, TestTables.catalog()).plan();
            return plan.steps().stream().map(KeptTranslationsTest::plainNames).toList();
        } catch (HeliosException e) {
            return refused(e);
        }
    }

    private static List<Step> refused(HeliosException e) {
        return List.of(new Step(e.sqlState() + " " + e.getMessage(), Step.Use.DISCARD, List.of()));
    }

    /** The same statement with other literals. */
    private static String other(String sql, String number, String text) {
        StringBuilder other = new StringBuilder();
        try {
            Scanner scanner = new Scanner(sql, Lexicon.MYSQL);
            while (scanner.nextOrTrivia() != TokenKind.END) {
                switch (scanner.kind()) {
                    case INTEGER -> other.append(number);
                    case DECIMAL -> other.append(number).append(".25");
                    case STRING -> other.append('\'').append(text).append('\'');
                    default -> other.append(scanner.text());
                }
            }
        } catch (HeliosException e) {
            return sql;
        }
        return other.toString();
    }
}
