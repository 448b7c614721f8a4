package io.heliosdb.launcher.command;

import io.heliosdb.launcher.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Prints what came of probes, for people or for programs. */
final class ProbePrinter {
    private static final String PASSED = "passed";
    private static final String SKIPPED = "skipped";

    private final PrintWriter out;
    private final boolean json;
    private final Map<String, Integer> counts = new TreeMap<>();

    ProbePrinter(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** @param result as the service gives it */
    void print(String protocol, Map<String, Object> result) {
        if (json) {
            out.println(Json.object(result));
        } else {
            out.printf(
                    Locale.ROOT,
                    "%s, %s, %s, %.1f s%n",
                    result.get("file"),
                    protocol,
                    result.get("interpreter"),
                    ((Number) result.get("seconds")).doubleValue());
        }
        for (Object each : (List<?>) result.get("cases")) {
            Map<?, ?> probeCase = (Map<?, ?>) each;
            counts.merge(String.valueOf(probeCase.get("verdict")), 1, Integer::sum);
            if (!json) {
                line(probeCase);
            }
        }
        out.flush();
    }

    private void line(Map<?, ?> probeCase) {
        String verdict = String.valueOf(probeCase.get("verdict"));
        out.printf("  %-8s%-28s%s%n", verdict, probeCase.get("name"), probeCase.get("title"));
        if (!verdict.equals(PASSED)) {
            indented(probeCase.get("message"));
        }
        if (!verdict.equals(PASSED) && !verdict.equals(SKIPPED)) {
            indented(probeCase.get("trace"));
            indented(probeCase.get("output"));
        }
    }

    private void indented(Object text) {
        String.valueOf(text).strip().lines().forEach(line -> out.println("          " + line));
    }

    /** @return whether something passed and nothing failed */
    boolean conclude() {
        boolean green = counts.containsKey(PASSED)
                && counts.keySet().stream().allMatch(verdict -> verdict.equals(PASSED) || verdict.equals(SKIPPED));
        if (!json) {
            StringBuilder line = new StringBuilder(green ? "Green:" : "Not green:");
            counts.forEach((verdict, count) ->
                    line.append(' ').append(count).append(' ').append(verdict));
            out.println(line);
        }
        out.flush();
        return green;
    }
}
