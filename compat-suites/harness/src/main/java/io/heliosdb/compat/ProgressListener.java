package io.heliosdb.compat;

import io.heliosdb.compat.run.CaseResult;
import io.heliosdb.compat.run.CellPlan;
import io.heliosdb.compat.run.LabListener;
import io.heliosdb.reports.ResultTable;
import io.heliosdb.reports.Tally;
import io.heliosdb.reports.Verdict;
import java.time.Duration;

/** Shows how far the run is: a status for each case, a line for each failure and for each cell that is over. */
final class ProgressListener implements LabListener {

    private static final int LONGEST_MESSAGE = 200;

    private final Progress progress;
    private int cases;
    private Tally tally = Tally.NONE;

    ProgressListener(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void cellStarted(CellPlan plan, int number) {
        cases = number;
        tally = Tally.NONE;
        progress.status(plan.cell() + "  starting");
    }

    @Override
    public void caseFinished(CellPlan plan, CaseResult result) {
        tally = tally.plus(result.verdict());
        if (result.verdict().isFailure()) {
            progress.line((result.verdict() == Verdict.FAILED ? "  failed  " : "  broken  ") + plan.cell() + "  "
                    + result.labCase().id() + "\n          " + firstLine(result.message()));
        }
        progress.status(plan.cell() + "  " + tally.total() + " of " + cases + counts());
    }

    @Override
    public void cellFinished(CellPlan plan, String server, Duration duration) {
        progress.line(plan.cell() + "  " + tally.passed() + " passed" + counts() + "  "
                + ResultTable.seconds(duration.toMillis()));
    }

    private String counts() {
        return count(tally.failed(), "failed") + count(tally.skipped(), "skipped") + count(tally.gaps(), "known gaps");
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
