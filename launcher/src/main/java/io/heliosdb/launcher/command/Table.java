package io.heliosdb.launcher.command;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Rows in columns that line up. */
final class Table {
    private static final String GAP = "  ";

    private Table() {}

    static String of(List<Map<String, String>> rows, List<String> columns) {
        StringBuilder text = new StringBuilder();
        for (String column : columns) {
            int width = width(rows, column);
            text.append(pad(column.toUpperCase(Locale.ROOT), width)).append(GAP);
        }
        String head = text.toString().stripTrailing();
        return rows.stream()
                .map(row -> columns.stream()
                        .map(column -> pad(row.getOrDefault(column, ""), width(rows, column)))
                        .collect(Collectors.joining(GAP))
                        .stripTrailing())
                .collect(Collectors.joining(System.lineSeparator(), head + System.lineSeparator(), ""))
                .stripTrailing();
    }

    private static int width(List<Map<String, String>> rows, String column) {
        return rows.stream()
                .mapToInt(row -> row.getOrDefault(column, "").length())
                .reduce(column.length(), Math::max);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
