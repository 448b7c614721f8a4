package io.heliosdb.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Rows of text whose columns line up. */
public final class TextTable {

    private static final String GAP = "  ";

    private final Set<Integer> numbers;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * An empty table.
     *
     * @param numbers the columns that are aligned to the right, counted from 0
     */
    public TextTable(Set<Integer> numbers) {
        this.numbers = Set.copyOf(numbers);
    }

    /** Adds a row; every row has as many cells as the first. */
    public void add(List<String> row) {
        if (!rows.isEmpty() && rows.get(0).size() != row.size()) {
            throw new IllegalArgumentException("a row of " + row.size() + " cells (expected: "
                    + rows.get(0).size() + ")");
        }
        rows.add(List.copyOf(row));
    }

    /** The lines of the table, without line ends and without trailing blanks. */
    public List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            String padding = " ".repeat(width(column) - cell.length());
            line.append(column == 0 ? "" : GAP).append(numbers.contains(column) ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
