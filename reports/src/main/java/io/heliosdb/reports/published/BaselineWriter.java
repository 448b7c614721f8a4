package io.heliosdb.reports.published;

import io.heliosdb.reports.CaseOutcome;
import io.heliosdb.reports.CellOutcome;
import io.heliosdb.reports.ConformanceReport;
import io.heliosdb.reports.Lanes;
import io.heliosdb.reports.UpstreamScore;
import io.heliosdb.reports.Verdict;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes the baseline of a report. */
final class BaselineWriter {

    /** The lanes whose cases are listed by name. Those of a driver's own suite are thousands, and counted. */
    private static final Set<String> LISTED = Set.of(Lanes.LIVE, Lanes.PROBE);

    private final ConformanceReport report;

    BaselineWriter(ConformanceReport report) {
        this.report = report;
    }

    Baseline baseline() {
        Map<String, List<CellOutcome>> drivers = report.cells().stream()
                .collect(Collectors.groupingBy(CellOutcome::driver, LinkedHashMap::new, Collectors.toList()));
        List<String> tiers =
                report.tiers().stream().map(ConformanceReport.Tier::id).toList();
        return new Baseline(
                Baseline.FORMAT,
                LocalDate.ofInstant(report.startedAt(), ZoneOffset.UTC).toString(),
                report.environment().getOrDefault("HeliosDB", "HeliosDB"),
                report.tiers().stream()
                        .map(tier -> new Baseline.TierTitle(tier.id(), tier.title()))
                        .toList(),
                drivers.values().stream()
                        .map(this::driver)
                        .sorted(Comparator.comparingInt(driver -> tiers.indexOf(driver.tier())))
                        .toList());
    }

    private Baseline.Driver driver(List<CellOutcome> cells) {
        CellOutcome first = cells.get(0);
        Map<String, CaseCatalogue> catalogues = new TreeMap<>();
        for (String lane : LISTED) {
            List<CellOutcome> ofLane =
                    cells.stream().filter(cell -> cell.lane().equals(lane)).toList();
            if (!ofLane.isEmpty()) {
                catalogues.put(lane, CaseCatalogue.of(ids(ofLane, true), ids(ofLane, false)));
            }
        }
        return new Baseline.Driver(
                first.driver(),
                first.title(),
                first.tier(),
                first.protocol(),
                catalogues,
                cells.stream()
                        .map(cell -> cell(cell, catalogues.get(cell.lane())))
                        .toList());
    }

    private static List<String> ids(List<CellOutcome> cells, boolean mustPass) {
        return cells.stream()
                .flatMap(cell -> cell.cases().stream())
                .filter(outcome -> !outcome.isFault() && outcome.mustPass() == mustPass)
                .map(CaseOutcome::id)
                .toList();
    }

    private Baseline.Cell cell(CellOutcome cell, CaseCatalogue catalogue) {
        Set<String> absent = new TreeSet<>();
        if (catalogue != null) {
            absent.addAll(catalogue.allIds());
            absent.removeAll(cell.cases().stream().map(CaseOutcome::id).collect(Collectors.toCollection(HashSet::new)));
        }
        return new Baseline.Cell(
                cell.version(),
                cell.lane(),
                cell.tally(),
                catalogue == null ? Map.of() : cell.capabilities(),
                cell.lane().equals(Lanes.UPSTREAM)
                        ? UpstreamScore.of(report, cell.driver(), cell.version())
                                .orElse(null)
                        : null,
                List.copyOf(absent),
                cell.lane().equals(Lanes.UPSTREAM) ? files(cell) : Map.of(),
                cell.cases().stream()
                        .filter(outcome -> outcome.verdict() != Verdict.PASSED)
                        .sorted(Comparator.comparing(CaseOutcome::id))
                        .map(BaselineWriter::notPassed)
                        .toList());
    }

    /** How many cases each file of a cell has. */
    static Map<String, Integer> files(CellOutcome cell) {
        Map<String, Integer> files = new TreeMap<>();
        cell.cases().stream()
                .filter(outcome -> !outcome.isFault())
                .forEach(outcome -> files.merge(CaseCatalogue.file(outcome.id()), 1, Integer::sum));
        return files;
    }

    private static Baseline.NotPassed notPassed(CaseOutcome outcome) {
        String reason = null;
        if (outcome.gap() != null) {
            reason = outcome.gap().reason();
        } else if (outcome.verdict() == Verdict.SKIPPED) {
            reason = outcome.firstLine();
        }
        return new Baseline.NotPassed(
                outcome.id(),
                outcome.capability(),
                outcome.verdict(),
                reason,
                (outcome.gap() != null && outcome.gap().genuine()) ? Boolean.TRUE : null);
    }
}
