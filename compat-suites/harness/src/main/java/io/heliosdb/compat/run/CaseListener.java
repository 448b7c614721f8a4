package io.heliosdb.compat.run;

/** Hears of the cases of one cell as they run, one after the other. */
public interface CaseListener {

    /** The set-up of a case has passed and it runs now. A case that does not come so far only finishes. */
    void caseStarted(LabCase labCase);

    /** A case is over. */
    void caseFinished(CaseResult result);
}
