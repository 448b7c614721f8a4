package io.heliosdb.reports.overview;

import io.heliosdb.reports.ConformanceReport;
import io.heliosdb.reports.gate.GateResult;
import io.heliosdb.reports.gate.GateRules;
import io.heliosdb.reports.published.Baseline;
import java.util.List;
import java.util.Optional;

/** What the page is about. */
record Subject(
        ConformanceReport report,
        List<DriverVersion> versions,
        GateRules rules,
        GateResult gate,
        Optional<Baseline> baseline,
        AllureLinks links) {

    /** The versions with at least one cell that was selected. */
    List<DriverVersion> selected() {
        return versions.stream().filter(DriverVersion::wasSelected).toList();
    }

    String tierTitle(String id) {
        return report.tiers().stream()
                .filter(tier -> tier.id().equals(id))
                .map(ConformanceReport.Tier::title)
                .findFirst()
                .orElse(id);
    }
}
