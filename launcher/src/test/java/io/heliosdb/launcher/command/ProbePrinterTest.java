package io.heliosdb.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProbePrinterTest {
    private final StringWriter text = new StringWriter();

    private static Map<String, Object> result(String verdict, String message) {
        return Map.of(
                "file",
                "basics.py",
                "interpreter",
                "Jython 2.7.4",
                "seconds",
                0.25,
                "cases",
                List.of(Map.of(
                        "name",
                        "login",
                        "title",
                        "A user logs in.",
                        "verdict",
                        verdict,
                        "message",
                        message,
                        "trace",
                        "File \"basics.py\", line 1\n",
                        "output",
                        "printed\n")));
    }

    private boolean print(boolean json, Map<String, Object> result) {
        ProbePrinter printer = new ProbePrinter(new PrintWriter(text), json);
        printer.print("mysql", result);
        return printer.conclude();
    }

    @Test
    void printsALineForACase() {
        assertThat(print(false, result("passed", ""))).isTrue();
        assertThat(text.toString().lines())
                .containsExactly(
                        "basics.py, mysql, Jython 2.7.4, 0.3 s",
                        "  passed  login                       A user logs in.",
                        "Green: 1 passed");
    }

    @Test
    void saysWhyACaseDidNotPass() {
        assertThat(print(false, result("failed", "found 1 (expected: 2)"))).isFalse();
        assertThat(text.toString().lines())
                .contains(
                        "          found 1 (expected: 2)",
                        "          File \"basics.py\", line 1",
                        "          printed",
                        "Not green: 1 failed");
    }

    @Test
    void isNotGreenWhenNothingPassed() {
        assertThat(print(false, result("skipped", "no TLS"))).isFalse();
        assertThat(text.toString()).contains("no TLS").doesNotContain("line 1");
    }

    @Test
    void printsAnObjectALine() {
        assertThat(print(true, result("passed", ""))).isTrue();
        assertThat(text.toString().lines())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("{")
                .contains("\"verdict\":\"passed\"");
    }
}
