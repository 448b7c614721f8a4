package io.heliosdb.reports;

/** How a case ended, after the rules for must-pass cases and known gaps were applied. */
public enum Verdict {
    /** The case ran and everything it checks held. */
    PASSED,

    /** The case ran and found something wrong, or a rule turned what it reported into a failure. */
    FAILED,

    /** The case could not be carried through: its set-up or tear-down failed, or its process died. */
    BROKEN,

    /** The case declined to run and said why. */
    SKIPPED,

    /** The case failed in exactly the way that the list of known gaps says. */
    KNOWN_GAP;

    /** Whether this verdict keeps a run from being green. */
    public boolean isFailure() {
        return this == FAILED || this == BROKEN;
    }
}
