package io.heliosdb.reports.gate;

import io.heliosdb.reports.CellOutcome;
import io.heliosdb.reports.ConformanceReport;
import io.heliosdb.reports.gate.BrokenRule.Rule;
import io.heliosdb.reports.published.Baseline;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Applies the release rules to a report. */
public final class Gate {

    private final GateRules rules;
    private final LocalDate today;

    /**
     * A gate.
     *
     * @param today the day for which gaps have to be valid
     */
    public Gate(GateRules rules, LocalDate today) {
        this.rules = rules;
        this.today = today;
    }

    /**
     * Judges {@code report}.
     *
     * @param baseline the published report; empty where there is none yet, which breaks a rule, because then nothing
     *     says that a case was lost
     */
    public GateResult judge(ConformanceReport report, Optional<Baseline> baseline) {
        Findings findings = new Findings();
        if (baseline.isEmpty()) {
            findings.add(BrokenRule.run(
                    Rule.COMPARABLE,
                    "there is no published report to compare with",
                    "publish a first one: heliosdb gate --publish"));
        }
        return judge(report, baseline, findings);
    }

    /** Judges the first report of all, with which nothing can be compared. */
    public GateResult judgeFirst(ConformanceReport report) {
        return judge(report, Optional.empty(), new Findings());
    }

    private GateResult judge(ConformanceReport report, Optional<Baseline> baseline, Findings findings) {
        new CompletenessCheck(rules, report).check(findings);
        for (CellOutcome cell : report.cells()) {
            GateRules.TierRules tier = rules.tiers().get(cell.tier());
            if (cell.hasRun() && tier != null) {
                new CaseCheck(report, baseline, tier, cell, today).check(findings);
                new CountCheck(rules, report, tier, cell).check(findings);
            }
        }
        baseline.ifPresent(published -> new RegressionCheck(rules, published, report).check(findings));
        return GateResult.of(findings.broken, report);
    }

    /** The broken rules found so far. A case is named once, by the first rule that it breaks. */
    static final class Findings {

        private final List<BrokenRule> broken = new ArrayList<>();
        private final Set<String> places = new HashSet<>();

        void add(BrokenRule rule) {
            if (rule.caseId().isEmpty() || places.add(rule.place())) {
                broken.add(rule);
            }
        }
    }
}
