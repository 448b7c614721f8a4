package io.heliosdb.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The table that ends a run: one line a cell, and a line of totals. */
public final class ResultTable {

    private static final List<String> HEADINGS =
            List.of("Driver", "Version", "Tier", "Lane", "Passed", "Failed", "Skipped", "Gaps", "Time", "");
    private static final Set<Integer> NUMBERS = Set.of(4, 5, 6, 7, 8);

    private ResultTable() {}

    /** The lines of the table of {@code report}. */
    public static List<String> lines(ConformanceReport report) {
        TextTable table = new TextTable(NUMBERS);
        table.add(HEADINGS);
        for (CellOutcome cell : report.cells()) {
            table.add(row(
                    List.of(cell.title(), cell.version(), cell.tier(), cell.lane()),
                    cell.tally(),
                    cell.milliseconds(),
                    verdict(cell)));
        }
        if (report.cells().size() > 1) {
            table.add(row(List.of("Total", "", "", ""), report.tally(), report.milliseconds(), ""));
        }
        return table.lines();
    }

    /** A line for each driver whose own suite ran against HeliosDB and against the genuine server. */
    public static List<String> scores(ConformanceReport report) {
        List<String> lines = new ArrayList<>();
        for (CellOutcome cell : report.cells()) {
            if (cell.lane().equals(Lanes.UPSTREAM)) {
                UpstreamScore.of(report, cell.driver(), cell.version())
                        .ifPresent(score -> lines.add(cell.title() + " " + cell.version() + "'s own suite: "
                                + score.passed() + " of the " + score.genuine() + " that the genuine server passes"));
            }
        }
        return lines;
    }

    private static List<String> row(List<String> names, Tally tally, long milliseconds, String verdict) {
        List<String> row = new ArrayList<>(names);
        row.add(Integer.toString(tally.passed()));
        row.add(Integer.toString(tally.failed()));
        row.add(Integer.toString(tally.skipped()));
        row.add(Integer.toString(tally.gaps()));
        row.add(seconds(milliseconds));
        row.add(verdict);
        return row;
    }

    private static String verdict(CellOutcome cell) {
        if (cell.ok()) {
            return "ok";
        }
        return cell.tally().ran() == 0 ? "NOTHING RAN" : "FAILED";
    }

    /** A duration in seconds with one decimal, such as {@code 12.3 s}. */
    public static String seconds(long milliseconds) {
        return String.format(Locale.ROOT, "%.1f s", milliseconds / 1000.0);
    }
}
