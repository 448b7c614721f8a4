package io.heliosdb.compat;

import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.run.CaseResult;
import io.heliosdb.compat.run.CellPlan;
import io.heliosdb.compat.run.LabListener;
import io.heliosdb.reports.ResultTable;
import io.heliosdb.reports.Tally;
import io.heliosdb.reports.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Shows how far the run is: a status with every cell that runs, a line for each failure and for each cell that is over.
 */
final class ProgressListener implements LabListener {

    private static final int LONGEST_MESSAGE = 200;

    /** A server that does not start fails every case, and each for the same reason. */
    private static final int SHOWN_FAILURES = 20;

    private record State(int cases, Tally tally) {}

    private final Progress progress;

    /** The cells that run, in the order in which they began. */
    private final Map<Cell, State> running = new LinkedHashMap<>();

    private int cells;
    private int finished;

    ProgressListener(Progress progress) {
        this.progress = progress;
    }

    /** Says how many cells there will be. */
    synchronized void expect(int number) {
        cells = number;
    }

    @Override
    public synchronized void cellStarted(CellPlan plan, int number) {
        running.put(plan.cell(), new State(number, Tally.NONE));
        show();
    }

    @Override
    public synchronized void caseFinished(CellPlan plan, CaseResult result) {
        State before = running.get(plan.cell());
        Tally tally = before.tally.plus(result.verdict());
        running.put(plan.cell(), new State(before.cases, tally));
        if (result.verdict().isFailure() && tally.failed() <= SHOWN_FAILURES) {
            progress.line(word(result) + plan.cell() + "  " + result.labCase().id() + "\n          "
                    + firstLine(result.message()));
        }
        show();
    }

    private static String word(CaseResult result) {
        if (result.flaky()) {
            return "  flaky   ";
        }
        return result.verdict() == Verdict.FAILED ? "  failed  " : "  broken  ";
    }

    @Override
    public synchronized void cellFinished(CellPlan plan, String server, Duration duration) {
        Tally tally = running.remove(plan.cell()).tally;
        finished++;
        if (tally.failed() > SHOWN_FAILURES) {
            progress.line("  and " + (tally.failed() - SHOWN_FAILURES) + " more of " + plan.cell()
                    + ", which the report shows");
        }
        progress.line(place() + plan.cell() + "  " + tally.passed() + " passed" + counts(tally) + "  "
                + ResultTable.seconds(duration.toMillis()));
        show();
    }

    private String place() {
        return cells == 0 ? "" : "[" + finished + "/" + cells + "] ";
    }

    private void show() {
        if (!running.isEmpty()) {
            progress.status(place()
                    + running.entrySet().stream()
                            .map(each -> each.getKey() + " "
                                    + each.getValue().tally.total() + "/" + each.getValue().cases
                                    + count(each.getValue().tally.failed(), "failed"))
                            .collect(Collectors.joining(" | ")));
        }
    }

    private static String counts(Tally tally) {
        return count(tally.failed(), "failed")
                + count(tally.skipped(), "skipped")
                + count(tally.gaps(), tally.gaps() == 1 ? "known gap" : "known gaps");
    }

    private static String count(int number, String what) {
        return number == 0 ? "" : ", " + number + " " + what;
    }

    private static String firstLine(String message) {
        String line =
                message.lines().filter(each -> !each.isBlank()).findFirst().orElse("no message");
        return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE - 1) + "…" : line;
    }
}
