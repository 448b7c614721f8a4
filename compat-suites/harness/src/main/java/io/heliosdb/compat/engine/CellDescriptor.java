package io.heliosdb.compat.engine;

import io.heliosdb.compat.run.CellPlan;
import java.util.Set;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;

/** A cell of the matrix: the lane below a driver. Its files and cases run in processes of their own. */
final class CellDescriptor extends LabDescriptor {

    private final CellPlan plan;

    CellDescriptor(UniqueId id, CellPlan plan, TestSource source, Set<TestTag> tags) {
        super(id, plan.cell().lane().id(), source, tags);
        this.plan = plan;
    }

    CellPlan plan() {
        return plan;
    }
}
