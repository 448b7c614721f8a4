package io.heliosdb.launcher.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints translations for people. */
final class TranslationPrinter {
    private static final String MARGIN = "\n" + " ".repeat(13);

    private final String dialect;
    private final PrintWriter out;
    private final PrintWriter err;

    TranslationPrinter(String dialect, PrintWriter out, PrintWriter err) {
        this.dialect = dialect;
        this.out = out;
        this.err = err;
    }

    /** @param explanations as the service gives them */
    void print(List<Map<String, Object>> explanations) {
        String gap = "";
        for (Map<String, Object> explanation : explanations) {
            if (explanation.get("error") instanceof Map<?, ?> error) {
                error(String.valueOf(explanation.get("statement")), error);
            } else {
                out.print(gap);
                plan(explanation);
                gap = System.lineSeparator();
            }
        }
    }

    private void plan(Map<String, Object> explanation) {
        for (String field : List.of("statement", "kind", "transaction", "parameters")) {
            field(field, explanation.get(field));
        }
        if (explanation.get("unknownTables") instanceof List<?> unknown && !unknown.isEmpty()) {
            List<String> names = unknown.stream().map(String::valueOf).toList();
            field("assumed", "nobody knows the table " + String.join(", ", names));
        }
        if (explanation.get("steps") instanceof List<?> steps) {
            if (steps.isEmpty()) {
                field("steps", "none: the engine has nothing to do");
            }
            for (Object each : steps) {
                if (each instanceof Map<?, ?> step) {
                    field(String.valueOf(step.get("use")).toLowerCase(Locale.ROOT), step.get("text"));
                    parameters(step.get("parameters"));
                }
            }
        }
    }

    /** Said only where the order of the engine's parameters is another one than the client's. */
    private void parameters(Object numbers) {
        List<String> mapped = new ArrayList<>();
        boolean same = true;
        if (numbers instanceof List<?> list) {
            for (int number = 1; number <= list.size(); number++) {
                Object client = list.get(number - 1);
                same &= Integer.valueOf(number).equals(client);
                mapped.add("$" + number + " is parameter " + client);
            }
        }
        if (!same) {
            field("", String.join(", ", mapped));
        }
    }

    private void field(String name, Object value) {
        out.printf("%-13s%s%n", name, String.valueOf(value).replace("\n", MARGIN));
    }

    private void error(String statement, Map<?, ?> error) {
        out.flush();
        Object code = error.get("code");
        err.print("heliosdb: " + dialect + " error " + (code == null ? "" : code + " ") + "(" + error.get("sqlState")
                + ")");
        Object position = error.get("position");
        err.println((position == null ? ": " : " at character " + position + ": ") + error.get("message"));
        if (position instanceof Integer character) {
            pointer(statement, character);
        }
        for (String more : List.of("detail", "hint")) {
            if (error.get(more) != null) {
                err.println("  " + more + ": " + error.get(more));
            }
        }
        err.flush();
    }

    /** The line of the error, and a caret below the character. */
    private void pointer(String statement, int position) {
        int at = statement.offsetByCodePoints(
                0, Math.min(position - 1, statement.codePointCount(0, statement.length())));
        int begin = statement.lastIndexOf('\n', at - 1) + 1;
        int end = statement.indexOf('\n', at);
        String line = statement.substring(begin, end < 0 ? statement.length() : end);
        err.println("  " + line);
        err.println("  " + statement.substring(begin, at).replaceAll("[^\t]", " ") + "^");
    }
}
