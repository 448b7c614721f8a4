package io.heliosdb.reports.published;

import io.heliosdb.reports.CaseOutcome;
import io.heliosdb.reports.CellOutcome;
import io.heliosdb.reports.ConformanceReport;
import io.heliosdb.reports.Lanes;
import io.heliosdb.reports.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What changed in one cell since the last published report. Only lanes against HeliosDB are compared: what the genuine
 * servers do is not ours to change; and a case that is listed as one that fails at times is neither lost nor won.
 *
 * @param driver the driver's id
 * @param title the driver's name for readers
 * @param version the driver's version
 * @param lane where the cases ran
 * @param kind whether the cell was there before and is there now
 * @param lost cases that passed then and do not pass now
 * @param missing cases that passed then and are not there now: their ids, or where only their number is known, the file
 *     with that number
 * @param won ids of cases that did not pass then and pass now
 * @param added how many cases are there now and were not there then
 */
public record CellChanges(
        String driver,
        String title,
        String version,
        String lane,
        Kind kind,
        List<CaseOutcome> lost,
        List<String> missing,
        List<String> won,
        int added) {

    /** Whether a cell was there before and is there now. */
    public enum Kind {
        /** It is in both. */
        COMPARED,

        /** It has not been published before. */
        NEW,

        /** It was published, and the report has it no more, or carried out none of its cases. */
        GONE
    }

    /** Whether anything can be told. */
    public boolean isEmpty() {
        return kind == Kind.COMPARED && lost.isEmpty() && missing.isEmpty() && won.isEmpty() && added == 0;
    }

    /** The changes of every cell of {@code report} and of {@code baseline}, without those in which nothing changed. */
    public static List<CellChanges> between(Baseline baseline, ConformanceReport report) {
        List<CellChanges> changes = new ArrayList<>();
        for (CellOutcome cell : report.cells()) {
            if (!Lanes.isGenuine(cell.lane()) && cell.hasRun()) {
                changes.add(baseline.cell(cell.driver(), cell.version(), cell.lane())
                        .map(before ->
                                new Comparison(baseline.driver(cell.driver()).orElseThrow(), before, cell).changes())
                        .orElseGet(() -> of(cell.driver(), cell.title(), cell.version(), cell.lane(), Kind.NEW)));
            }
        }
        for (Baseline.Driver driver : baseline.drivers()) {
            for (Baseline.Cell cell : driver.cells()) {
                if (!Lanes.isGenuine(cell.lane())
                        && report.cell(driver.id(), cell.version(), cell.lane())
                                .filter(CellOutcome::hasRun)
                                .isEmpty()) {
                    changes.add(of(driver.id(), driver.title(), cell.version(), cell.lane(), Kind.GONE));
                }
            }
        }
        return changes.stream().filter(change -> !change.isEmpty()).toList();
    }

    private static CellChanges of(String driver, String title, String version, String lane, Kind kind) {
        return new CellChanges(driver, title, version, lane, kind, List.of(), List.of(), List.of(), 0);
    }

    /** One cell then and now. */
    private static final class Comparison {

        private final Baseline.Cell before;
        private final CellOutcome now;
        private final Set<String> known;
        private final Map<String, CaseOutcome> outcomes;
        private final Set<String> notPassedBefore;

        private Comparison(Baseline.Driver driver, Baseline.Cell before, CellOutcome now) {
            this.before = before;
            this.now = now;
            this.known = driver.catalogue(before.lane()).allIds();
            before.absent().forEach(known::remove);
            this.outcomes = now.cases().stream()
                    .collect(Collectors.toMap(
                            CaseOutcome::id, Function.identity(), (first, second) -> second, LinkedHashMap::new));
            this.notPassedBefore =
                    before.notPassed().stream().map(Baseline.NotPassed::id).collect(Collectors.toSet());
        }

        private CellChanges changes() {
            boolean listed = before.files().isEmpty();
            List<CaseOutcome> lost = outcomes.values().stream()
                    .filter(outcome -> outcome.verdict() != Verdict.PASSED && passedBefore(outcome.id(), listed))
                    .filter(outcome -> outcome.verdict() != Verdict.KNOWN_GAP || !outcome.isListedAsFlaky())
                    .toList();
            List<String> won = outcomes.values().stream()
                    .filter(outcome -> outcome.verdict() == Verdict.PASSED && notPassedBefore.contains(outcome.id()))
                    .filter(outcome -> !outcome.isListedAsFlaky())
                    .map(CaseOutcome::id)
                    .toList();
            return new CellChanges(
                    now.driver(),
                    now.title(),
                    now.version(),
                    now.lane(),
                    Kind.COMPARED,
                    lost,
                    listed ? missingCases() : missingByFile(),
                    won,
                    listed ? addedCases() : addedByFile());
        }

        /** A case of an own suite that is on no list passed, or is new; suites are pinned, so it is not new. */
        private boolean passedBefore(String id, boolean listed) {
            return !notPassedBefore.contains(id)
                    && (listed ? known.contains(id) : before.files().containsKey(CaseCatalogue.file(id)));
        }

        private List<String> missingCases() {
            Set<String> missing = new TreeSet<>(known);
            missing.removeAll(notPassedBefore);
            missing.removeAll(outcomes.keySet());
            return List.copyOf(missing);
        }

        private int addedCases() {
            return (int) outcomes.values().stream()
                    .filter(outcome -> !outcome.isFault() && !known.contains(outcome.id()))
                    .count();
        }

        private List<String> missingByFile() {
            Map<String, Integer> files = BaselineWriter.files(now);
            List<String> missing = new ArrayList<>();
            new TreeMap<>(before.files()).forEach((file, count) -> {
                int there = files.getOrDefault(file, 0);
                if (there < count) {
                    missing.add(file + " (" + (count - there) + " of " + count + " cases)");
                }
            });
            return missing;
        }

        private int addedByFile() {
            return BaselineWriter.files(now).entrySet().stream()
                    .mapToInt(
                            file -> Math.max(0, file.getValue() - before.files().getOrDefault(file.getKey(), 0)))
                    .sum();
        }
    }
}
