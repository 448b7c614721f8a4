package io.heliosdb.compat.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/** Keeps the results of one cell. */
final class RecordingListener implements LabListener {

    private final List<CaseResult> results = new ArrayList<>();
    private final List<String> cells = new ArrayList<>();

    @Override
    public void cellStarted(CellPlan plan, int cases) {
        cells.add("started " + plan.cell() + " with " + cases);
    }

    @Override
    public void caseFinished(CellPlan plan, CaseResult result) {
        results.add(result);
    }

    @Override
    public void cellFinished(CellPlan plan, String server, Duration duration) {
        cells.add("finished " + plan.cell() + " on '" + server + "'");
    }

    List<CaseResult> results() {
        return results;
    }

    List<String> cells() {
        return cells;
    }

    /** The result of the case whose id ends in {@code name}. */
    CaseResult of(String name) {
        return results.stream()
                .filter(result -> result.labCase().id().endsWith("::" + name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(name + " among " + results));
    }
}
