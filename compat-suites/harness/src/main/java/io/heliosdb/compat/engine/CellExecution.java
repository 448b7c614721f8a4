package io.heliosdb.compat.engine;

import io.heliosdb.compat.run.CaseListener;
import io.heliosdb.compat.run.CaseResult;
import io.heliosdb.compat.run.LabCase;
import io.heliosdb.reports.Verdict;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.opentest4j.TestAbortedException;

/** Tells JUnit about the cases of one cell. Files start with their first case and finish with the cell. */
final class CellExecution implements CaseListener {

    private final CellDescriptor cell;
    private final EngineExecutionListener listener;
    private final Map<String, CaseDescriptor> cases = new HashMap<>();
    private final Set<TestDescriptor> started = new HashSet<>();

    CellExecution(CellDescriptor cell, EngineExecutionListener listener) {
        this.cell = cell;
        this.listener = listener;
        for (TestDescriptor each : cell.getDescendants()) {
            if (each instanceof CaseDescriptor descriptor) {
                cases.put(descriptor.labCase().id(), descriptor);
            }
        }
    }

    @Override
    public void caseStarted(LabCase labCase) {
        start(descriptor(labCase));
    }

    @Override
    public void caseFinished(CaseResult result) {
        CaseDescriptor descriptor = descriptor(result.labCase());
        if (result.verdict() == Verdict.SKIPPED && !started.contains(descriptor)) {
            descriptor.getParent().filter(parent -> parent != cell).ifPresent(this::start);
            listener.executionSkipped(descriptor, result.message());
            return;
        }
        start(descriptor);
        listener.executionFinished(descriptor, executionResult(result));
    }

    /** Finishes the files. */
    void finish() {
        for (TestDescriptor file : cell.getChildren()) {
            if (!(file instanceof CaseDescriptor)) {
                start(file);
                listener.executionFinished(file, TestExecutionResult.successful());
            }
        }
    }

    private CaseDescriptor descriptor(LabCase labCase) {
        return cases.computeIfAbsent(labCase.id(), id -> {
            CaseDescriptor unplanned = LabTree.unplanned(cell, labCase);
            listener.dynamicTestRegistered(unplanned);
            return unplanned;
        });
    }

    private void start(TestDescriptor descriptor) {
        if (started.add(descriptor)) {
            descriptor.getParent().filter(parent -> parent != cell).ifPresent(this::start);
            listener.executionStarted(descriptor);
        }
    }

    private static TestExecutionResult executionResult(CaseResult result) {
        return switch (result.verdict()) {
            case PASSED -> TestExecutionResult.successful();
            case SKIPPED, KNOWN_GAP -> TestExecutionResult.aborted(new TestAbortedException(result.message()));
            case FAILED, BROKEN -> TestExecutionResult.failed(new CaseFailure(result));
        };
    }

    /** A failed case. It failed in another process: there is no Java stack to show, only Python's. */
    static final class CaseFailure extends AssertionError {

        private static final long serialVersionUID = 1L;

        CaseFailure(CaseResult result) {
            super(result.trace().isEmpty() ? result.message() : result.message() + "\n\n" + result.trace());
            setStackTrace(new StackTraceElement[0]);
        }
    }
}
