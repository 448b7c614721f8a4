package io.heliosdb.reports.gate;

import io.heliosdb.reports.CaseOutcome;
import io.heliosdb.reports.CellOutcome;
import io.heliosdb.reports.ConformanceReport;
import io.heliosdb.reports.Lanes;
import io.heliosdb.reports.Verdict;
import io.heliosdb.reports.gate.BrokenRule.Rule;
import io.heliosdb.reports.published.Baseline;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The rules about single cases of one cell: must-pass cases, known gaps, and what the genuine server says. */
final class CaseCheck {

    private final ConformanceReport report;
    private final Optional<Baseline> baseline;
    private final GateRules.TierRules tier;
    private final CellOutcome cell;
    private final LocalDate today;

    CaseCheck(
            ConformanceReport report,
            Optional<Baseline> baseline,
            GateRules.TierRules tier,
            CellOutcome cell,
            LocalDate today) {
        this.report = report;
        this.baseline = baseline;
        this.tier = tier;
        this.cell = cell;
        this.today = today;
    }

    void check(Gate.Findings findings) {
        cell.cases().stream().filter(outcome -> outcome.gap() != null).forEach(outcome -> gap(outcome, findings));
        if (cell.lane().equals(Lanes.LIVE)) {
            mustPass(findings);
        } else if (cell.lane().equals(Lanes.REFERENCE) || cell.lane().equals(Lanes.PROBE)) {
            judge(findings);
        }
    }

    private void gap(CaseOutcome outcome, Gate.Findings findings) {
        String expires = outcome.gap().expires();
        if (expires != null && today.isAfter(LocalDate.parse(expires))) {
            findings.add(broken(
                    Rule.KNOWN_GAPS,
                    outcome.id(),
                    "is a known gap until " + expires + ", which is over",
                    "close the gap, or say in known-gaps.yaml why it stays and until when"));
        } else if (outcome.verdict().isFailure()) {
            boolean passes = outcome.message().startsWith(CaseOutcome.GAP_PASSES);
            findings.add(broken(
                    Rule.KNOWN_GAPS,
                    outcome.id(),
                    passes
                            ? "passes although it is a known gap ("
                                    + outcome.gap().reason() + ")"
                            : "is a known gap and fails in another way: " + outcome.firstLine(),
                    passes ? "take it off known-gaps.yaml" : "mend it, or say in known-gaps.yaml how it fails now"));
        }
    }

    private void mustPass(Gate.Findings findings) {
        Map<String, String> notPassed = new TreeMap<>();
        int all = 0;
        for (CaseOutcome outcome : cell.cases()) {
            if (outcome.mustPass() && !outcome.isFault()) {
                all++;
                if (outcome.verdict() != Verdict.PASSED) {
                    notPassed.put(outcome.id(), words(outcome));
                }
            }
        }
        Map<String, String> missing = missing();
        if (!tier.mustPass().isMetBy(all - notPassed.size(), all + missing.size())) {
            notPassed.forEach((id, words) -> findings.add(
                    broken(Rule.MUST_PASS, id, "a must-pass case " + words, "mend it: a release needs it to pass")));
            missing.forEach((id, where) -> findings.add(broken(
                    Rule.MUST_PASS,
                    id,
                    "a must-pass case is missing, which " + where + " has",
                    "bring it back, or mark for which versions it applies")));
        }
    }

    private static String words(CaseOutcome outcome) {
        return switch (outcome.verdict()) {
            case PASSED -> "passed";
            case FAILED, BROKEN -> (outcome.flaky() ? "is flaky: " : "failed: ") + outcome.firstLine();
            case SKIPPED -> "was skipped: " + outcome.firstLine();
            case KNOWN_GAP -> "is a known gap: " + outcome.reason();
        };
    }

    /** The must-pass cases that this cell does not have, with who has them. */
    private Map<String, String> missing() {
        Map<String, String> missing = new TreeMap<>();
        baseline.flatMap(published -> published.cell(cell.driver(), cell.version(), cell.lane()))
                .ifPresent(before -> {
                    baseline.orElseThrow()
                            .driver(cell.driver())
                            .orElseThrow()
                            .catalogue(cell.lane())
                            .mustPassIds()
                            .forEach(id -> missing.put(id, "the published report"));
                    before.absent().forEach(missing::remove);
                });
        for (CellOutcome other : report.cells()) {
            if (other.driver().equals(cell.driver()) && other.lane().equals(cell.lane())) {
                other.cases().stream()
                        .filter(outcome -> outcome.mustPass() && !outcome.isFault())
                        .forEach(outcome -> missing.put(outcome.id(), "version " + other.version()));
            }
        }
        Set<String> there = cell.cases().stream().map(CaseOutcome::id).collect(Collectors.toSet());
        missing.keySet().removeAll(there);
        return missing;
    }

    private void judge(Gate.Findings findings) {
        for (CaseOutcome outcome : cell.cases()) {
            if (outcome.verdict().isFailure() && !outcome.isFault()) {
                boolean reference = cell.lane().equals(Lanes.REFERENCE);
                findings.add(broken(
                        Rule.JUDGE,
                        outcome.id(),
                        (reference ? "fails on the genuine server: " : "a probe fails: ") + outcome.firstLine(),
                        reference ? "mend the case: it expects what is wrong" : "mend it"));
            }
        }
    }

    private BrokenRule broken(Rule rule, String caseId, String what, String remedy) {
        return new BrokenRule(rule, cell.driver(), cell.version(), cell.lane(), caseId, what, remedy);
    }
}
