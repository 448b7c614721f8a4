package io.heliosdb.reports.gate;

import io.heliosdb.reports.CaseOutcome;
import io.heliosdb.reports.CellOutcome;
import io.heliosdb.reports.ConformanceReport;
import io.heliosdb.reports.Lanes;
import io.heliosdb.reports.Tally;
import io.heliosdb.reports.UpstreamScore;
import io.heliosdb.reports.gate.BrokenRule.Rule;
import java.util.List;
import java.util.Optional;

/** The rules that count the cases of one cell: enough of them pass, and there are not too many gaps. */
final class CountCheck {

    private final GateRules rules;
    private final ConformanceReport report;
    private final GateRules.TierRules tier;
    private final CellOutcome cell;

    CountCheck(GateRules rules, ConformanceReport report, GateRules.TierRules tier, CellOutcome cell) {
        this.rules = rules;
        this.report = report;
        this.tier = tier;
        this.cell = cell;
    }

    void check(Gate.Findings findings) {
        if (cell.lane().equals(Lanes.LIVE)) {
            extended(findings);
            gaps(findings);
        } else if (cell.lane().equals(Lanes.UPSTREAM)) {
            upstream(findings);
        }
    }

    private void extended(Gate.Findings findings) {
        Tally tally = Tally.of(cell.cases().stream()
                .filter(outcome -> !outcome.isFault())
                .map(CaseOutcome::verdict)
                .toList());
        if (!tier.extended().isMetBy(tally.passed(), tally.ran())) {
            findings.add(broken(
                    Rule.EXTENDED,
                    tally.passed() + " of " + tally.ran() + " cases pass (expected: at least " + tier.extended() + ")",
                    "mend some of the " + tally.failed() + " failures and " + tally.gaps() + " known gaps"));
        }
    }

    private void gaps(Gate.Findings findings) {
        int gaps = cell.tally().gaps();
        if (tier.knownGaps() != null && gaps > tier.knownGaps()) {
            findings.add(broken(
                    Rule.KNOWN_GAPS,
                    gaps + " known gaps (expected: at most " + tier.knownGaps() + ")",
                    "close some of those in known-gaps.yaml"));
        }
    }

    private void upstream(Gate.Findings findings) {
        List<GateRules.UpstreamRule> about = rules.upstream().stream()
                .filter(rule -> rule.isAbout(cell.driver(), cell.version()))
                .toList();
        for (GateRules.UpstreamRule rule : about) {
            Optional<UpstreamScore> measured =
                    UpstreamScore.of(report, cell.driver(), cell.version(), id -> id.contains(rule.cases()));
            String part = rule.cases().isEmpty() ? "" : " of " + rule.cases();
            if (measured.isEmpty()) {
                findings.add(broken(
                        Rule.UPSTREAM,
                        "nothing says how many cases" + part + " the genuine server passes",
                        "run it there: "
                                + CompletenessCheck.command(cell.driver(), cell.version(), Lanes.UPSTREAM_REFERENCE)));
                continue;
            }
            UpstreamScore score = measured.get();
            if (score.genuine() < rule.genuine()) {
                findings.add(broken(
                        Rule.UPSTREAM,
                        "the genuine server passes " + score.genuine() + " cases" + part + " (expected: at least "
                                + rule.genuine() + ")",
                        "mend how the suite is run there"));
            }
            if (!rule.passed().isMetBy(score.passed(), score.genuine())) {
                findings.add(broken(
                        Rule.UPSTREAM,
                        score + " cases" + part + " pass that the genuine server passes (expected: at least "
                                + rule.passed() + ")",
                        "mend what the driver's own suite fails on"));
            }
        }
    }

    private BrokenRule broken(Rule rule, String what, String remedy) {
        return new BrokenRule(rule, cell.driver(), cell.version(), cell.lane(), "", what, remedy);
    }
}
