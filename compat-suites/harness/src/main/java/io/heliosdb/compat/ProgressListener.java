package io.heliosdb.compat;

import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.run.CaseResult;
import io.heliosdb.compat.run.CellPlan;
import io.heliosdb.compat.run.LabListener;
import io.heliosdb.reports.ResultTable;
import io.heliosdb.reports.Tally;
import io.heliosdb.reports.Verdict;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shows how far the run is: a status with every cell that runs, a line for each failure and for each cell that is over.
 */
final class ProgressListener implements LabListener {

    private static final int LONGEST_MESSAGE = 200;

    private static final int SHOWN_FAILURES = 20;

    /** Of a message whose first line ends in a colon: what comes after it is the reason. */
    private static final int LINES_OF_A_REASON = 5;

    private record State(int cases, Tally tally, int shown) {}

    /** What kept cases from running, each told once: a server that does not start keeps all of them. */
    private final Set<String> told = new HashSet<>();

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
        running.put(plan.cell(), new State(number, Tally.NONE, 0));
        show();
    }

    @Override
    public synchronized void caseFinished(CellPlan plan, CaseResult result) {
        State before = running.get(plan.cell());
        Tally tally = before.tally.plus(result.verdict());
        boolean shows = result.verdict().isFailure() && before.shown < SHOWN_FAILURES && isNews(result);
        running.put(plan.cell(), new State(before.cases, tally, before.shown + (shows ? 1 : 0)));
        if (shows) {
            progress.line(word(result) + plan.cell() + "  " + result.labCase().id()
                    + reason(result.message())
                            .map(line -> "\n          " + line)
                            .collect(Collectors.joining()));
        }
        show();
    }

    private boolean isNews(CaseResult result) {
        return result.verdict() != Verdict.BROKEN || told.add(result.message());
    }

    private static String word(CaseResult result) {
        if (result.flaky()) {
            return "  flaky   ";
        }
        return result.verdict() == Verdict.FAILED ? "  failed  " : "  broken  ";
    }

    @Override
    public synchronized void cellFinished(CellPlan plan, String server, Duration duration) {
        State state = running.remove(plan.cell());
        Tally tally = state.tally;
        finished++;
        if (tally.failed() > state.shown) {
            progress.line("  and " + (tally.failed() - state.shown) + " more of " + plan.cell()
                    + (state.shown < SHOWN_FAILURES ? ", for a reason told above" : ", which the report shows"));
        }
        progress.line(place() + plan.cell() + "  " + tally.passed() + " passed" + counts(tally) + "  "
                + ResultTable.seconds(duration.toMillis()));
        show();
    }

    /** The last line of a run that does not come to its end. */
    synchronized String stopped() {
        return cells == 0
                ? "Stopped before the first case: there is no report."
                : "Stopped after " + finished + " of " + cells + " cells: there is no report.";
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

    /** The first line, and where that ends in a colon what follows. */
    private static Stream<String> reason(String message) {
        List<String> lines = message.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            return Stream.of("no message");
        }
        int wanted = lines.get(0).endsWith(":") ? 1 + LINES_OF_A_REASON : 1;
        return lines.stream().limit(wanted).map(ProgressListener::cut);
    }

    private static String cut(String line) {
        return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE - 1) + "…" : line;
    }
}
