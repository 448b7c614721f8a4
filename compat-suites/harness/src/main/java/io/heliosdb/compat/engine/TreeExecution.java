package io.heliosdb.compat.engine;

import io.heliosdb.compat.run.Lab;
import io.heliosdb.compat.run.LabCase;
import io.heliosdb.compat.run.SideBySide;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;

/**
 * Runs the cells of a tree side by side. What stands above them starts with the first cell below it and finishes with the
 * last.
 */
final class TreeExecution {

    private final TestDescriptor root;
    private final EngineExecutionListener listener;
    private final List<CellDescriptor> cells = new ArrayList<>();

    /** How many cells below a node are not over yet; a node that has started is in here. */
    private final Map<TestDescriptor, Integer> started = new HashMap<>();

    TreeExecution(TestDescriptor root, EngineExecutionListener listener) {
        this.root = root;
        this.listener = listener;
        collect(root);
    }

    private void collect(TestDescriptor descriptor) {
        if (descriptor instanceof CellDescriptor cell) {
            cells.add(cell);
        } else {
            descriptor.getChildren().forEach(this::collect);
        }
    }

    /** Runs all of it; returns when everything is over. */
    void run(Optional<Lab> lab) {
        listener.executionStarted(root);
        TestExecutionResult result = TestExecutionResult.successful();
        try {
            if (lab.isPresent()) {
                SideBySide.each(lab.get().jobs(), cells, cell -> run(lab.get(), cell));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result = TestExecutionResult.failed(e);
        }
        listener.executionFinished(root, result);
    }

    /** A cell that fails as a whole has found a fault of the harness, which is no reason not to run the others. */
    private TestExecutionResult run(Lab lab, CellDescriptor cell) throws InterruptedException {
        begin(cell);
        TestExecutionResult result = TestExecutionResult.successful();
        try {
            CellExecution execution = new CellExecution(cell, listener);
            lab.run(cell.plan(), casesOf(cell), execution);
            execution.finish();
            return result;
        } catch (InterruptedException | RuntimeException | Error e) {
            result = TestExecutionResult.failed(e);
            if (e instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            return result;
        } finally {
            end(cell, result);
        }
    }

    private static List<LabCase> casesOf(CellDescriptor cell) {
        List<LabCase> cases = new ArrayList<>();
        for (TestDescriptor each : cell.getDescendants()) {
            if (each instanceof CaseDescriptor descriptor) {
                cases.add(descriptor.labCase());
            }
        }
        return cases;
    }

    private synchronized void begin(CellDescriptor cell) {
        for (TestDescriptor above : above(cell)) {
            if (!started.containsKey(above)) {
                started.put(above, (int) cells.stream()
                        .filter(each -> above(each).contains(above))
                        .count());
                listener.executionStarted(above);
            }
        }
        listener.executionStarted(cell);
    }

    private synchronized void end(CellDescriptor cell, TestExecutionResult result) {
        listener.executionFinished(cell, result);
        List<TestDescriptor> above = new ArrayList<>(above(cell));
        for (int index = above.size() - 1; index >= 0; index--) {
            if (started.merge(above.get(index), -1, Integer::sum) == 0) {
                listener.executionFinished(above.get(index), TestExecutionResult.successful());
            }
        }
    }

    /** What stands between the root and a cell, from the top. */
    private List<TestDescriptor> above(CellDescriptor cell) {
        List<TestDescriptor> above = new ArrayList<>();
        for (TestDescriptor each = cell.getParent().orElse(root);
                !each.equals(root);
                each = each.getParent().orElse(root)) {
            above.add(0, each);
        }
        return above;
    }
}
