package io.heliosdb.reports.published;

import io.heliosdb.reports.JsonFile;
import io.heliosdb.reports.Lanes;
import io.heliosdb.reports.Tally;
import io.heliosdb.reports.UpstreamScore;
import io.heliosdb.reports.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The conformance that was published last: enough of it to find every case that passed then and does not pass now, and
 * small enough for version control. Passed cases are not listed a cell: a case of the driver's catalogue passed where a
 * cell's lists do not name it.
 *
 * @param format the version of this file's format
 * @param day the day of the run, in UTC, such as {@code 2026-11-26}
 * @param product the server that was measured, with its version
 * @param tiers the titles of the tiers by their ids, in the order of the report
 * @param drivers the drivers, in the order of the report
 */
public record Baseline(int format, String day, String product, List<TierTitle> tiers, List<Driver> drivers) {

    /** The format that this class writes and reads. */
    public static final int FORMAT = 1;

    public Baseline {
        if (format != FORMAT) {
            throw new IllegalArgumentException("format " + format + " (expected: " + FORMAT + ")");
        }
        LocalDate.parse(day);
        Objects.requireNonNull(product, "product");
        tiers = copy(tiers);
        drivers = copy(drivers);
    }

    /**
     * A tier.
     *
     * @param id its name in the matrix
     * @param title its name for readers
     */
    public record TierTitle(String id, String title) {}

    /**
     * A driver with all its versions.
     *
     * @param id the driver's id, which never changes
     * @param title its name for readers
     * @param tier the id of its tier
     * @param protocol the wire protocol it speaks
     * @param cases the cases of its versions, by lane: those lanes whose cases are ours
     * @param cells what came of its versions and lanes
     */
    public record Driver(
            String id, String title, String tier, String protocol, Map<String, CaseCatalogue> cases, List<Cell> cells) {

        public Driver {
            Objects.requireNonNull(id, "id");
            cases = new TreeMap<>(Objects.requireNonNullElse(cases, Map.of()));
            cells = copy(cells);
        }

        /** The driver's cases in {@code lane}; none where only their number is kept. */
        public CaseCatalogue catalogue(String lane) {
            return cases.getOrDefault(lane, CaseCatalogue.NONE);
        }

        /** Whether the lab alone drives it, with probes: users have no such driver. */
        boolean isProbes() {
            return cells.stream().allMatch(cell -> cell.lane().equals(Lanes.PROBE));
        }
    }

    /** The drivers that users have. */
    List<Driver> usersDrivers() {
        return drivers.stream().filter(driver -> !driver.isProbes()).toList();
    }

    /**
     * One version of a driver in one lane.
     *
     * @param version the driver's version
     * @param lane where the cases ran
     * @param tally its cases, counted
     * @param capabilities its cases, counted by capability; only for our own cases
     * @param score the driver's own suite measured by the genuine server; null in other lanes
     * @param absent ids of the driver's cases that this version does not have
     * @param files how many cases each file has; only for the driver's own suite, whose cases are not listed
     * @param notPassed the cases that did not pass
     */
    public record Cell(
            String version,
            String lane,
            Tally tally,
            Map<String, Tally> capabilities,
            UpstreamScore score,
            List<String> absent,
            Map<String, Integer> files,
            List<NotPassed> notPassed) {

        public Cell {
            Objects.requireNonNull(version, "version");
            Objects.requireNonNull(lane, "lane");
            Objects.requireNonNull(tally, "tally");
            capabilities = new TreeMap<>(Objects.requireNonNullElse(capabilities, Map.of()));
            absent = copy(absent);
            files = new TreeMap<>(Objects.requireNonNullElse(files, Map.of()));
            notPassed = copy(notPassed);
        }
    }

    /**
     * A case that did not pass.
     *
     * @param id the case's id
     * @param capability the capability that it belongs to
     * @param verdict how it ended
     * @param reason why, for readers: what the list of known gaps or the skipped case says; null where a case failed
     * @param genuine whether the vendor's own server fails it too; null where it does not
     */
    public record NotPassed(String id, String capability, Verdict verdict, String reason, Boolean genuine) {
        public NotPassed {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(verdict, "verdict");
            capability = Objects.requireNonNullElse(capability, "");
        }
    }

    /** The title of a driver's tier. */
    String tierTitle(Driver driver) {
        return tiers.stream()
                .filter(tier -> tier.id().equals(driver.tier()))
                .map(TierTitle::title)
                .findFirst()
                .orElse(driver.tier());
    }

    /** The driver called {@code id}. */
    public Optional<Driver> driver(String id) {
        return drivers.stream().filter(driver -> driver.id().equals(id)).findFirst();
    }

    /** One version of a driver in one lane. */
    public Optional<Cell> cell(String driver, String version, String lane) {
        return driver(driver).stream()
                .flatMap(found -> found.cells().stream())
                .filter(cell -> cell.version().equals(version) && cell.lane().equals(lane))
                .findFirst();
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @throws IOException where the file cannot be read or is no baseline of this format; the message names the file
     */
    public static Baseline read(Path file) throws IOException {
        return JsonFile.read(file, Baseline.class, "published conformance");
    }

    /**
     * Writes the baseline; a reader never sees half of it.
     *
     * @throws IOException where it cannot be written
     */
    public void write(Path file) throws IOException {
        JsonFile.writeCompact(file, this);
    }

    private static <T> List<T> copy(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
