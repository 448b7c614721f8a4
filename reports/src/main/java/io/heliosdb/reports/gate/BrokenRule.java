package io.heliosdb.reports.gate;

import java.util.Objects;

/**
 * A rule that a report breaks.
 *
 * @param rule which
 * @param driver the driver's id; empty where the whole run is meant
 * @param version the driver's version; empty where the whole run is meant
 * @param lane where; empty where the whole run is meant
 * @param caseId the case; empty where the whole cell is meant
 * @param what what was found, in words
 * @param remedy what to do, in words
 */
public record BrokenRule(
        Rule rule, String driver, String version, String lane, String caseId, String what, String remedy) {

    /** The kinds of rules. */
    public enum Rule {
        /** The whole matrix was run, and not only some cases. */
        WHOLE_RUN("whole run"),
        /** There is a published report to compare with, and there are rules for every tier. */
        COMPARABLE("comparable"),
        /** Every planned cell ran. */
        RAN("ran"),
        /** The must-pass cases pass. */
        MUST_PASS("must-pass"),
        /** Enough of the other cases pass. */
        EXTENDED("extended"),
        /** Enough of the driver's own suite passes. */
        UPSTREAM("upstream"),
        /** The genuine server passes the cases, and the probes pass. */
        JUDGE("judge"),
        /** The list of known gaps is right, and not too long. */
        KNOWN_GAPS("known gaps"),
        /** What passed in the published report passes. */
        REGRESSION("regression");

        private final String words;

        Rule(String words) {
            this.words = words;
        }

        /** The rule's name for readers. */
        public String words() {
            return words;
        }
    }

    public BrokenRule {
        Objects.requireNonNull(rule, "rule");
    }

    static BrokenRule run(Rule rule, String what, String remedy) {
        return new BrokenRule(rule, "", "", "", "", what, remedy);
    }

    /** Where the rule is broken: driver, version, lane and case, as far as they are meant. */
    public String place() {
        return driver.isEmpty()
                ? "the run"
                : driver + "@" + version + " " + lane + (caseId.isEmpty() ? "" : " " + caseId);
    }

    /** All of it in one line. */
    public String line() {
        return rule.words() + ": " + place() + ": " + what + "; " + remedy;
    }
}
