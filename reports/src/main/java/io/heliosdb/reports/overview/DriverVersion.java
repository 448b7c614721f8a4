package io.heliosdb.reports.overview;

import io.heliosdb.reports.CellOutcome;
import io.heliosdb.reports.ConformanceReport;
import io.heliosdb.reports.Lanes;
import io.heliosdb.reports.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One version of a driver: what is planned for it and what came of it.
 *
 * @param tier the id of the driver's tier
 * @param protocol the id of its protocol; empty where none of its cells ran
 * @param driver the driver's id
 * @param title its name for readers
 * @param version the version
 * @param planned the lanes that the matrix plans
 * @param cells what came of it, by lane
 */
record DriverVersion(
        String tier,
        String protocol,
        String driver,
        String title,
        String version,
        Set<String> planned,
        Map<String, CellOutcome> cells) {

    /** The versions of all drivers, those of one driver side by side, by tier. */
    static List<DriverVersion> of(ConformanceReport report) {
        Map<String, List<CellOutcome>> ran = report.cells().stream()
                .collect(Collectors.groupingBy(
                        cell -> cell.driver() + "@" + cell.version(), LinkedHashMap::new, Collectors.toList()));
        Map<String, List<ConformanceReport.PlannedCell>> planned = report.matrix().stream()
                .collect(Collectors.groupingBy(
                        cell -> cell.driver() + "@" + cell.version(), LinkedHashMap::new, Collectors.toList()));
        Set<String> names = new LinkedHashSet<>(planned.keySet());
        names.addAll(ran.keySet());
        List<DriverVersion> versions = new ArrayList<>();
        for (String name : names) {
            versions.add(of(report, ran.getOrDefault(name, List.of()), planned.getOrDefault(name, List.of())));
        }
        List<String> tiers =
                report.tiers().stream().map(ConformanceReport.Tier::id).toList();
        List<String> drivers =
                versions.stream().map(DriverVersion::driver).distinct().toList();
        versions.sort(Comparator.<DriverVersion>comparingInt(version -> tiers.indexOf(version.tier))
                .thenComparingInt(version -> drivers.indexOf(version.driver)));
        return List.copyOf(versions);
    }

    private static DriverVersion of(
            ConformanceReport report, List<CellOutcome> ran, List<ConformanceReport.PlannedCell> planned) {
        Set<String> lanes =
                planned.stream().map(ConformanceReport.PlannedCell::lane).collect(Collectors.toSet());
        Map<String, CellOutcome> cells = ran.stream()
                .collect(Collectors.toMap(
                        CellOutcome::lane, cell -> cell, (first, second) -> first, LinkedHashMap::new));
        if (!ran.isEmpty()) {
            CellOutcome first = ran.get(0);
            return new DriverVersion(
                    first.tier(), first.protocol(), first.driver(), first.title(), first.version(), lanes, cells);
        }
        ConformanceReport.PlannedCell first = planned.get(0);
        Optional<CellOutcome> sibling = report.cells().stream()
                .filter(cell -> cell.driver().equals(first.driver()))
                .findFirst();
        return new DriverVersion(
                first.tier(),
                sibling.map(CellOutcome::protocol).orElse(""),
                first.driver(),
                sibling.map(CellOutcome::title).orElse(first.driver()),
                first.version(),
                lanes,
                cells);
    }

    /** Whether any of its cells was selected. */
    boolean wasSelected() {
        return !cells.isEmpty();
    }

    /** The planned lanes that were not selected, in the order of reports. */
    List<String> notRun() {
        return Lanes.ALL.stream()
                .filter(lane -> planned.contains(lane) && !cells.containsKey(lane))
                .toList();
    }

    Optional<CellOutcome> cell(String lane) {
        return Optional.ofNullable(cells.get(lane));
    }

    /** The cases of the live lane by capability. */
    Map<String, Tally> capabilities() {
        return cell(Lanes.LIVE).map(CellOutcome::capabilities).orElse(Map.of());
    }

    /** The name that a person types, such as {@code psycopg2@2.9.13}. */
    String name() {
        return driver + "@" + version;
    }

    /** An id for links inside of the page. */
    String anchor() {
        return "v-" + name().replaceAll("[^A-Za-z0-9.-]", "-");
    }
}
