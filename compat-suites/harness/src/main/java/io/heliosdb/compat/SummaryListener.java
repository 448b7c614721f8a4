package io.heliosdb.compat;

import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.process.PytestEvent;
import io.heliosdb.compat.run.CaseResult;
import io.heliosdb.compat.run.CellPlan;
import io.heliosdb.compat.run.LabListener;
import io.heliosdb.reports.CaseOutcome;
import io.heliosdb.reports.CellOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps what the summary of a run needs. */
final class SummaryListener implements LabListener {

    private final List<CellOutcome> cells = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    private List<CaseOutcome> cases = new ArrayList<>();

    @Override
    public void cellStarted(CellPlan plan, int number) {
        cases = new ArrayList<>();
    }

    @Override
    public void caseFinished(CellPlan plan, CaseResult result) {
        cases.add(result.outcome());
    }

    @Override
    public void cellFinished(CellPlan plan, String server, Duration duration) {
        Cell cell = plan.cell();
        String python = plan.session().map(PytestEvent.Session::python).orElse("");
        cells.add(new CellOutcome(
                cell.tier().id(),
                cell.protocol().id(),
                cell.driver(),
                cell.title(),
                cell.version(),
                cell.lane().id(),
                server,
                python,
                duration.toMillis(),
                cases));
        if (!server.isEmpty()) {
            environment.merge(
                    "server (" + cell.lane().id() + ")",
                    server,
                    (before, now) -> before.contains(now) ? before : before + ", " + now);
        }
        plan.session().ifPresent(session -> {
            environment.put("Python", session.python());
            environment.put("platform", session.platform());
        });
    }

    List<CellOutcome> cells() {
        return List.copyOf(cells);
    }

    /** What the drivers' processes and the servers said of themselves. */
    Map<String, String> environment() {
        return Map.copyOf(environment);
    }
}
