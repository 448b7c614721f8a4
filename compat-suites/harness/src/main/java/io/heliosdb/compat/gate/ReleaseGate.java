package io.heliosdb.compat.gate;

import io.heliosdb.compat.LabException;
import io.heliosdb.compat.matrix.Yaml;
import io.heliosdb.reports.ConformanceReport;
import io.heliosdb.reports.gate.Gate;
import io.heliosdb.reports.gate.GateResult;
import io.heliosdb.reports.gate.GateRules;
import io.heliosdb.reports.overview.OverviewPage;
import io.heliosdb.reports.published.Baseline;
import io.heliosdb.reports.published.Publication;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The gate of a release: the rules of a file, applied to a report in comparison with the published one.
 *
 * @param rules the file with the rules
 * @param publication what was published last; empty where nobody says where that lies
 */
public record ReleaseGate(Path rules, Optional<Publication> publication) {

    /** The name of the rules in the folder of the matrix. */
    public static final String FILE = "gate.yaml";

    /**
     * The gate of the matrix in {@code suites}.
     *
     * @param published the folder with the published report
     */
    public static ReleaseGate of(Path suites, Optional<Path> published) {
        return new ReleaseGate(suites.resolve(FILE), published.map(Publication::new));
    }

    /**
     * What the gate says of a report.
     *
     * @param report the report
     * @param rules the rules
     * @param baseline the published report; empty where there is none yet
     * @param result which rules are broken
     */
    public record Judgement(ConformanceReport report, GateRules rules, Optional<Baseline> baseline, GateResult result) {

        /**
         * Writes the overview.
         *
         * @param folder the folder that receives it, beside the Allure report that it links into
         * @return the page
         * @throws LabException where it cannot be written
         */
        public Path overview(Path folder) {
            try {
                return OverviewPage.write(folder, report, rules, result, baseline);
            } catch (IOException e) {
                throw new LabException("the overview cannot be written: " + e.getMessage(), e);
            }
        }
    }

    /**
     * Judges {@code report} on this day.
     *
     * @throws LabException where the rules or the published report cannot be read
     */
    public Judgement judge(ConformanceReport report) {
        return judge(report, false);
    }

    /** Judges what may be the first report of all: nothing published is then no broken rule. */
    Judgement judgeForPublication(ConformanceReport report) {
        return judge(report, true);
    }

    private Judgement judge(ConformanceReport report, boolean mayBeFirst) {
        GateRules content = Yaml.read(rules, GateRules.class);
        Gate gate = new Gate(content, LocalDate.now(ZoneOffset.UTC));
        Optional<Baseline> baseline = baseline();
        GateResult result = mayBeFirst && baseline.isEmpty() ? gate.judgeFirst(report) : gate.judge(report, baseline);
        return new Judgement(report, content, baseline, result);
    }

    private Optional<Baseline> baseline() {
        try {
            return publication.isPresent() ? publication.get().baseline() : Optional.empty();
        } catch (IOException e) {
            throw new LabException("the published report cannot be read: " + e.getMessage(), e);
        }
    }
}
