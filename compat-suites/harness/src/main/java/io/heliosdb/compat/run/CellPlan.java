package io.heliosdb.compat.run;

import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.process.PytestEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A cell, ready to run.
 *
 * @param cell the cell
 * @param python the interpreter of its environment; empty where that could not be made
 * @param session what its process says about itself; empty where it did not come that far
 * @param cases its cases, faults included; never empty, because a cell without a case is a fault
 */
public record CellPlan(Cell cell, Optional<Path> python, Optional<PytestEvent.Session> session, List<LabCase> cases) {

    public CellPlan {
        cases = List.copyOf(cases);
    }

    /** The same with other cases. */
    CellPlan with(List<LabCase> others) {
        return new CellPlan(cell, python, session, others);
    }

    static CellPlan faulty(Cell cell, String name, String message) {
        return new CellPlan(cell, Optional.empty(), Optional.empty(), List.of(LabCase.fault("", name, message)));
    }
}
