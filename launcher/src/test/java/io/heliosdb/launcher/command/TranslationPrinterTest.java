package io.heliosdb.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TranslationPrinterTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private void print(List<Map<String, Object>> explanations) {
        PrintWriter printer = new PrintWriter(out);
        new TranslationPrinter("mysql", printer, new PrintWriter(err)).print(explanations);
        printer.flush();
    }

    private static Map<String, Object> plan(List<Object> steps, List<String> unknown) {
        return Map.of(
                "statement",
                "SELECT a\nFROM t",
                "kind",
                "QUERY",
                "transaction",
                "STATEMENT",
                "parameters",
                2,
                "steps",
                steps,
                "unknownTables",
                unknown);
    }

    @Test
    void printsAPlan() {
        print(List.of(
                plan(
                        List.of(
                                Map.of("use", "ROWS", "text", "SELECT\nb", "parameters", List.of(2, 1)),
                                Map.of("use", "CAPTURE", "text", "SELECT c", "parameters", List.of(1, 2))),
                        List.of("t", "s.u")),
                plan(List.of(), List.of())));
        assertThat(out.toString())
                .isEqualToNormalizingNewlines(
                        """
                statement    SELECT a
                             FROM t
                kind         QUERY
                transaction  STATEMENT
                parameters   2
                assumed      nobody knows the table t, s.u
                rows         SELECT
                             b
                             $1 is parameter 2, $2 is parameter 1
                capture      SELECT c

                statement    SELECT a
                             FROM t
                kind         QUERY
                transaction  STATEMENT
                parameters   2
                steps        none: the engine has nothing to do
                """);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void pointsAtAnError() {
        print(List.of(
                Map.of(
                        "statement",
                        "SELECT '😀',\n\tFROM t",
                        "error",
                        Map.of(
                                "code", 1064,
                                "sqlState", "42000",
                                "message", "no",
                                "position", 14,
                                "hint", "more",
                                "detail", "much")),
                Map.of("statement", "x", "error", Map.of("sqlState", "42601", "message", "nothing", "position", 99)),
                Map.of("statement", "", "error", Map.of("sqlState", "0A000", "message", "never"))));
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        """
                heliosdb: mysql error 1064 (42000) at character 14: no
                  \tFROM t
                  \t^
                  detail: much
                  hint: more
                heliosdb: mysql error (42601) at character 99: nothing
                  x
                   ^
                heliosdb: mysql error (0A000): never
                """);
    }
}
