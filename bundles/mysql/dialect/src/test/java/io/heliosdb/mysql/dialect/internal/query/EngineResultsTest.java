package io.heliosdb.mysql.dialect.internal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.mysql.dialect.internal.prelude.PreludeServer;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.error.HeliosException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;

/**
 * Translated statements on an engine. {@code results.txt} has a statement after {@code >}, perhaps a query that looks at
 * what it did after {@code ###}, then the rows that MariaDB 10.11 gives (in the engine's text form), each after {@code |},
 * and the number of changed rows after {@code =}.
 */
class EngineResultsTest {
    private static final Path CORPUS = Path.of("../../../compat-suites/corpus/mysql.txt");
    private static final double RUNNING = 0.95;

    private static PreludeServer server;

    @BeforeAll
    static void makeTables() throws IOException {
        server = PreludeServer.shared();
        server.query("BEGIN");
        server.query(TestTables.SCRIPT);
    }

    @AfterAll
    static void removeTables() throws IOException {
        server.query("ROLLBACK");
    }

    @TestFactory
    List<DynamicTest> results() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        String text;
        try (InputStream in = EngineResultsTest.class.getResourceAsStream("/query/results.txt")) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (String block : text.split("\n\n")) {
            List<String> lines = block.strip().lines().toList();
            String sql = lines.get(0).substring(2);
            List<String> expected = lines.subList(1, lines.size());
            tests.add(DynamicTest.dynamicTest(
                    sql, () -> assertThat(run(sql.split(" ### "))).isEqualTo(expected)));
        }
        assertThat(tests).hasSizeGreaterThan(100);
        return tests;
    }

    @Test
    void theCorpusRuns(TestReporter reporter) throws IOException {
        int count = 0;
        List<String> failures = new ArrayList<>();
        for (String line : Files.readAllLines(CORPUS)) {
            if (line.startsWith("q|") || line.startsWith("dml|")) {
                count++;
                String sql = line.substring(line.indexOf('|') + 1);
                try {
                    run(sql);
                } catch (IOException | HeliosException e) {
                    failures.add(sql + ": " + e.getMessage());
                }
            }
        }
        reporter.publishEntry("corpus/mysql.txt", (count - failures.size()) + " of " + count + " run");
        assertThat(count).isGreaterThan(50);
        assertThat(failures).hasSizeLessThanOrEqualTo((int) (count * (1 - RUNNING)));
    }

    /** Runs statements and takes them back. */
    private static List<String> run(String... statements) throws IOException {
        List<String> lines = new ArrayList<>();
        server.query("SAVEPOINT before");
        try {
            for (String sql : statements) {
                run(sql, lines);
            }
        } finally {
            server.query("ROLLBACK TO before");
        }
        return lines;
    }

    private static void run(String sql, List<String> lines) throws IOException {
        Translation translation = new QueryTranslator().translate(sql, new FakeSession(), TestTables.catalog());
        long affected = 0;
        boolean changes = false;
        for (Step step : translation.plan().steps()) {
            switch (step.use()) {
                case ROWS -> {
                    if (step.parameters().isEmpty()) {
                        server.query(step.text()).forEach(row -> lines.add("| " + String.join(" | ", texts(row))));
                    } else {
                        server.query("PREPARE statement AS " + step.text());
                        server.query("DEALLOCATE statement");
                    }
                }
                case SUMMARY -> {
                    changes = true;
                    affected += Long.parseLong(server.query(step.text()).get(0).get(0));
                }
                case COUNT -> {
                    changes = true;
                    affected += server.query(counted(step.text())).size();
                }
                default -> server.query(step.text());
            }
        }
        if (changes) {
            lines.add("= " + affected);
        }
    }

    private static String counted(String change) {
        return change + " RETURNING 1";
    }

    private static List<String> texts(List<String> row) {
        return row.stream().map(String::valueOf).toList();
    }
}
