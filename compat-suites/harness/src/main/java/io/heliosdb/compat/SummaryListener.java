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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps what the summary of a run needs. */
final class SummaryListener implements LabListener {

    private final List<CellOutcome> cells = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    private final Map<Cell, List<CaseOutcome>> cases = new HashMap<>();

    @Override
    public synchronized void cellStarted(CellPlan plan, int number) {
        cases.put(plan.cell(), new ArrayList<>());
    }

    @Override
    public synchronized void caseFinished(CellPlan plan, CaseResult result) {
        cases.get(plan.cell()).add(result.outcome());
    }

    @Override
    public synchronized void cellFinished(CellPlan plan, String server, Duration duration) {
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
                inOrder(plan, cases.remove(cell))));
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

    /** What failed is over last, because it is repeated; readers look for it where it stands in the suite. */
    private static List<CaseOutcome> inOrder(CellPlan plan, List<CaseOutcome> outcomes) {
        Map<String, Integer> places = new HashMap<>();
        plan.cases().forEach(labCase -> places.putIfAbsent(labCase.id(), places.size()));
        return outcomes.stream()
                .sorted(Comparator.comparingInt(outcome -> places.getOrDefault(outcome.id(), Integer.MAX_VALUE)))
                .toList();
    }

    /** The cells that are over, in the order of {@code plans}. */
    synchronized List<CellOutcome> cells(List<CellPlan> plans) {
        List<String> places = plans.stream().map(plan -> plan.cell().toString()).toList();
        return cells.stream()
                .sorted(Comparator.comparingInt(
                        cell -> places.indexOf(cell.driver() + "@" + cell.version() + " " + cell.lane())))
                .toList();
    }

    /** What the drivers' processes and the servers said of themselves. */
    synchronized Map<String, String> environment() {
        return Map.copyOf(environment);
    }
}
