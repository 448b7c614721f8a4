package io.heliosdb.reports.gate;

import io.heliosdb.reports.CaseOutcome;
import io.heliosdb.reports.ConformanceReport;
import io.heliosdb.reports.gate.BrokenRule.Rule;
import io.heliosdb.reports.published.Baseline;
import io.heliosdb.reports.published.CellChanges;
import java.util.Optional;

/** What passed in the published report passes. */
final class RegressionCheck {

    private static final String REMEDY = "mend it, or accept it: heliosdb gate --publish --force";

    private final GateRules rules;
    private final Baseline baseline;
    private final ConformanceReport report;

    RegressionCheck(GateRules rules, Baseline baseline, ConformanceReport report) {
        this.rules = rules;
        this.baseline = baseline;
        this.report = report;
    }

    void check(Gate.Findings findings) {
        for (CellChanges changes : CellChanges.between(baseline, report)) {
            if (changes.kind() == CellChanges.Kind.GONE) {
                gone(changes, findings);
            } else if (changes.lost().size() + changes.missing().size() > allowed(changes)) {
                lost(changes, findings);
            }
        }
    }

    private int allowed(CellChanges changes) {
        return baseline.driver(changes.driver())
                .map(driver -> rules.tiers().get(driver.tier()))
                .map(GateRules.TierRules::regressions)
                .orElse(0);
    }

    /** Where the lane is one that has to have run, or the cell has a fault, that has been said already. */
    private void gone(CellChanges changes, Gate.Findings findings) {
        Optional<ConformanceReport.PlannedCell> planned = report.matrix().stream()
                .filter(cell -> cell.driver().equals(changes.driver())
                        && cell.version().equals(changes.version())
                        && cell.lane().equals(changes.lane()))
                .findFirst();
        if (planned.isEmpty()) {
            findings.add(broken(
                    changes,
                    "",
                    "was published and is not in the matrix any more",
                    "bring it back, or accept it: heliosdb gate --publish --force"));
        } else if (report.cell(changes.driver(), changes.version(), changes.lane())
                        .isEmpty()
                && !isRequired(planned.get())) {
            findings.add(broken(
                    changes,
                    "",
                    "was published and did not run",
                    "run it: " + CompletenessCheck.command(changes.driver(), changes.version(), changes.lane())));
        }
    }

    private boolean isRequired(ConformanceReport.PlannedCell cell) {
        GateRules.TierRules tier = rules.tiers().get(cell.tier());
        return tier != null && tier.lanes().contains(cell.lane());
    }

    private static void lost(CellChanges changes, Gate.Findings findings) {
        for (CaseOutcome outcome : changes.lost()) {
            findings.add(broken(
                    changes,
                    outcome.id(),
                    "passed in the published report and "
                            + switch (outcome.verdict()) {
                                case PASSED -> "passes";
                                case FAILED, BROKEN -> "fails: " + outcome.firstLine();
                                case SKIPPED -> "is skipped: " + outcome.firstLine();
                                case KNOWN_GAP -> "is a known gap: " + outcome.reason();
                            },
                    REMEDY));
        }
        for (String id : changes.missing()) {
            findings.add(broken(changes, id, "passed in the published report and is missing", REMEDY));
        }
    }

    private static BrokenRule broken(CellChanges changes, String caseId, String what, String remedy) {
        return new BrokenRule(
                Rule.REGRESSION, changes.driver(), changes.version(), changes.lane(), caseId, what, remedy);
    }
}
