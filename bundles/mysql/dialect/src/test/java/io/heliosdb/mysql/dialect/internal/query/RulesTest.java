package io.heliosdb.mysql.dialect.internal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.error.HeliosException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What MySQL's statements become. {@code rules.txt} has a statement after {@code >}, then a line for each step after
 * {@code =} (its use, the client's parameters that it takes, its text), or the error after {@code !}. {@code @} sets
 * {@code sql_mode} for what follows.
 */
class RulesTest {
    record Rule(String sql, Set<SqlMode> mode, List<String> expected) {}

    @TestFactory
    List<DynamicTest> rules() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Rule rule : read()) {
            tests.add(DynamicTest.dynamicTest(
                    rule.sql(), () -> assertThat(translated(rule)).isEqualTo(rule.expected())));
        }
        assertThat(tests).hasSizeGreaterThan(200);
        return tests;
    }

    private static List<String> translated(Rule rule) {
        FakeSession session = new FakeSession();
        session.mode = rule.mode();
        try {
            Translation translation = new QueryTranslator().translate(rule.sql(), session, TestTables.catalog());
            return translation.plan().steps().stream().map(RulesTest::line).toList();
        } catch (HeliosException e) {
            return List.of("! " + e.sqlState() + " " + e.getMessage());
        }
    }

    private static String line(Step step) {
        String parameters = step.parameters().isEmpty() ? "" : step.parameters().toString();
        return "= " + step.use() + parameters + " " + step.text();
    }

    static List<Rule> read() throws IOException {
        List<Rule> rules = new ArrayList<>();
        Set<SqlMode> mode = FakeSession.DEFAULT_MODE;
        String sql = "";
        List<String> expected = new ArrayList<>();
        try (InputStream in = RulesTest.class.getResourceAsStream("/query/rules.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8) + "\n";
            for (String line : text.split("\n", -1)) {
                if (line.startsWith("> ")) {
                    sql = line.substring(2);
                } else if (line.startsWith("@ ")) {
                    mode = mode(line.substring(2));
                } else if (line.startsWith("= ") || line.startsWith("! ")) {
                    expected.add(line);
                } else if (!expected.isEmpty()) {
                    rules.add(new Rule(sql, mode, List.copyOf(expected)));
                    expected.clear();
                }
            }
        }
        return rules;
    }

    private static Set<SqlMode> mode(String flags) {
        if (flags.equals("default")) {
            return FakeSession.DEFAULT_MODE;
        }
        Set<SqlMode> mode = EnumSet.noneOf(SqlMode.class);
        for (String flag : flags.split(",")) {
            mode.add(SqlMode.valueOf(flag));
        }
        return mode;
    }
}
