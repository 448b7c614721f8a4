package io.heliosdb.compat;

import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.run.CaseResult;
import io.heliosdb.compat.run.CellPlan;
import io.heliosdb.compat.run.LabListener;
import io.heliosdb.reports.ResultTable;
import io.heliosdb.reports.Tally;
import io.heliosdb.reports.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Shows how far the run is: a status for each case, a line for each failure and for each cell that is over. */
final class ProgressListener implements LabListener {

    private static final int LONGEST_MESSAGE = 200;

    /** A server that does not start fails every case, and each for the same reason. */
    private static final int SHOWN_FAILURES = 20;

    private final Progress progress;
    private final Map<Cell, Tally> tallies = new HashMap<>();
    private final Map<Cell, Integer> numbers = new HashMap<>();

    ProgressListener(Progress progress) {
        this.progress = progress;
    }

    @Override
    public synchronized void cellStarted(CellPlan plan, int number) {
        numbers.put(plan.cell(), number);
        tallies.put(plan.cell(), Tally.NONE);
        progress.status(plan.cell() + "  starting");
    }

    @Override
    public synchronized void caseFinished(CellPlan plan, CaseResult result) {
        Tally tally = tallies.get(plan.cell()).plus(result.verdict());
        tallies.put(plan.cell(), tally);
        if (result.verdict().isFailure() && tally.failed() <= SHOWN_FAILURES) {
            progress.line((result.verdict() == Verdict.FAILED ? "  failed  " : "  broken  ") + plan.cell() + "  "
                    + result.labCase().id() + "\n          " + firstLine(result.message()));
        }
        progress.status(plan.cell() + "  " + tally.total() + " of " + numbers.get(plan.cell()) + counts(tally));
    }

    @Override
    public synchronized void cellFinished(CellPlan plan, String server, Duration duration) {
        Tally tally = tallies.get(plan.cell());
        if (tally.failed() > SHOWN_FAILURES) {
            progress.line("  and " + (tally.failed() - SHOWN_FAILURES) + " more, which the report shows");
        }
        progress.line(plan.cell() + "  " + tally.passed() + " passed" + counts(tally) + "  "
                + ResultTable.seconds(duration.toMillis()));
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
