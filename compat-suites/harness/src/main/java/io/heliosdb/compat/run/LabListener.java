package io.heliosdb.compat.run;

import java.time.Duration;

/**
 * Hears of a whole run. Every cell that starts finishes, and has at least one result. Cells may run side by side, each on
 * a thread of its own.
 */
public interface LabListener {

    /**
     * A cell begins.
     *
     * @param cases how many of its cases are going to run
     */
    void cellStarted(CellPlan plan, int cases);

    /** A case of the cell is over. */
    void caseFinished(CellPlan plan, CaseResult result);

    /**
     * A cell is over.
     *
     * @param server what it ran against, with its version; empty where there was nothing
     * @param duration how long its cases took, without the start of the server
     */
    void cellFinished(CellPlan plan, String server, Duration duration);
}
