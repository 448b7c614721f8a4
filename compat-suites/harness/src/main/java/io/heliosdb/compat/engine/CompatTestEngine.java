package io.heliosdb.compat.engine;

import io.heliosdb.compat.run.CellPlan;
import io.heliosdb.compat.run.Lab;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;

/**
 * The conformance lab as a JUnit Platform engine: every Python case is a test below tier, driver and version, lane and
 * file, tagged with each of them.
 *
 * <p>Found by the service loader it stays out of the way: it discovers something only where the request selects a
 * directory that holds a {@code matrix.yaml}. What else it needs comes from {@linkplain LabParameters configuration
 * parameters}.
 */
public final class CompatTestEngine implements TestEngine {

    /** The engine's id. */
    public static final String ID = "compat";

    private final Optional<Lab> givenLab;

    /** The engine as the service loader makes it: the lab comes from the request. */
    public CompatTestEngine() {
        this.givenLab = Optional.empty();
    }

    /** The engine for one lab, which its owner closes. */
    public CompatTestEngine(Lab lab) {
        this.givenLab = Optional.of(lab);
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId uniqueId) {
        Optional<Lab> lab = givenLab.or(() -> LabParameters.lab(request));
        LabRoot root = new LabRoot(uniqueId, lab);
        try {
            if (lab.isPresent()) {
                LabTree tree = new LabTree(root, lab.get().suites());
                for (CellPlan plan : lab.get().plans()) {
                    tree.add(plan);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JUnitException("interrupted while cases were collected", e);
        }
        prune(root, request.getSelectorsByType(UniqueIdSelector.class));
        return root;
    }

    /** Keeps what was asked for by id, with all below it and the way to it. */
    private static void prune(TestDescriptor root, List<UniqueIdSelector> selectors) {
        List<UniqueId> wanted = selectors.stream()
                .map(UniqueIdSelector::getUniqueId)
                .filter(id -> id.hasPrefix(root.getUniqueId()))
                .toList();
        if (wanted.isEmpty()) {
            return;
        }
        Predicate<TestDescriptor> unwanted = descriptor ->
                wanted.stream().noneMatch(id -> descriptor.getUniqueId().hasPrefix(id));
        for (TestDescriptor each : new ArrayList<>(root.getDescendants())) {
            if (each.isTest() && unwanted.test(each)) {
                each.removeFromHierarchy();
            }
        }
        root.accept(TestDescriptor::prune);
    }

    @Override
    public void execute(ExecutionRequest request) {
        LabRoot root = (LabRoot) request.getRootTestDescriptor();
        try {
            new TreeExecution(root, request.getEngineExecutionListener()).run(root.lab);
        } finally {
            if (givenLab.isEmpty()) {
                root.lab.ifPresent(Lab::close);
            }
        }
    }

    private static final class LabRoot extends EngineDescriptor {

        private final Optional<Lab> lab;

        private LabRoot(UniqueId id, Optional<Lab> lab) {
            super(id, "Driver conformance");
            this.lab = lab;
        }
    }
}
