package io.heliosdb.reports.gate;

import io.heliosdb.reports.CaseOutcome;
import io.heliosdb.reports.CellOutcome;
import io.heliosdb.reports.ConformanceReport;
import io.heliosdb.reports.gate.BrokenRule.Rule;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether everything ran that has to have run. */
final class CompletenessCheck {

    private final GateRules rules;
    private final ConformanceReport report;

    CompletenessCheck(GateRules rules, ConformanceReport report) {
        this.rules = rules;
        this.report = report;
    }

    void check(Gate.Findings findings) {
        if (report.filtered()) {
            findings.add(BrokenRule.run(
                    Rule.WHOLE_RUN, "only cases that match a pattern were asked for", "run the matrix without --case"));
        }
        if (report.cells().stream().noneMatch(CellOutcome::hasRun)) {
            findings.add(
                    BrokenRule.run(Rule.WHOLE_RUN, "not one case was carried out", "run the matrix: heliosdb conform"));
        }
        Set<String> tiers = new LinkedHashSet<>();
        Stream.concat(
                        report.matrix().stream().map(ConformanceReport.PlannedCell::tier),
                        report.cells().stream().map(CellOutcome::tier))
                .filter(tier -> !rules.tiers().containsKey(tier))
                .forEach(tiers::add);
        for (String tier : tiers) {
            findings.add(
                    BrokenRule.run(Rule.COMPARABLE, "tier " + tier + " has no rules", "give it some in gate.yaml"));
        }
        for (ConformanceReport.PlannedCell planned : report.matrix()) {
            GateRules.TierRules tier = rules.tiers().get(planned.tier());
            if (tier != null
                    && tier.lanes().contains(planned.lane())
                    && report.cell(planned.driver(), planned.version(), planned.lane())
                            .isEmpty()) {
                findings.add(new BrokenRule(
                        Rule.RAN,
                        planned.driver(),
                        planned.version(),
                        planned.lane(),
                        "",
                        "is planned and did not run",
                        "run it: " + command(planned.driver(), planned.version(), planned.lane())));
            }
        }
        report.cells().forEach(cell -> ran(cell, findings));
    }

    private static void ran(CellOutcome cell, Gate.Findings findings) {
        for (CaseOutcome outcome : cell.cases()) {
            if (outcome.isFault() && outcome.verdict().isFailure()) {
                findings.add(new BrokenRule(
                        Rule.RAN,
                        cell.driver(),
                        cell.version(),
                        cell.lane(),
                        outcome.id(),
                        "could not run as it should: " + outcome.firstLine(),
                        "mend that and run it again: " + command(cell)));
            }
        }
        Optional<CaseOutcome> fault =
                cell.cases().stream().filter(CaseOutcome::isFault).findFirst();
        if (!cell.hasRun() && fault.isEmpty()) {
            findings.add(new BrokenRule(
                    Rule.RAN,
                    cell.driver(),
                    cell.version(),
                    cell.lane(),
                    "",
                    cell.cases().isEmpty()
                            ? "has no case"
                            : "skipped all of its " + cell.cases().size() + " cases",
                    "a cell has to carry out at least one: " + command(cell)));
        }
    }

    private static String command(CellOutcome cell) {
        return command(cell.driver(), cell.version(), cell.lane());
    }

    /** The command line that runs one cell. */
    static String command(String driver, String version, String lane) {
        return "heliosdb conform --driver " + driver + "@" + version + " --lane " + lane;
    }
}
