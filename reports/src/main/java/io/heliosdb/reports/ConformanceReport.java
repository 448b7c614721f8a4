package io.heliosdb.reports;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The outcome of one run of the matrix: the content of {@code conformance.json}.
 *
 * @param format the version of this file's format
 * @param startedAt when the run began
 * @param milliseconds how long it took
 * @param environment what it ran on: versions of the product, the engine, the JDK, the operating system
 * @param tiers the matrix's tiers, in the order of the report
 * @param matrix every cell of the matrix, selected or not, so that a reader sees what did not run
 * @param filtered whether only some cases of the cells were asked for
 * @param cells one entry for every cell that was selected, also for those that could not run
 */
@JsonIgnoreProperties(
        value = {"ok", "tally"},
        allowGetters = true)
public record ConformanceReport(
        int format,
        Instant startedAt,
        long milliseconds,
        Map<String, String> environment,
        List<Tier> tiers,
        List<PlannedCell> matrix,
        boolean filtered,
        List<CellOutcome> cells) {

    /**
     * A group of drivers that a release promises the same for.
     *
     * @param id its name in the matrix, such as {@code gold}
     * @param title its name for readers
     */
    public record Tier(String id, String title) {}

    /**
     * A cell of the matrix.
     *
     * @param tier the driver's tier
     * @param driver the driver's id
     * @param version the driver's version
     * @param lane where the cases run
     */
    public record PlannedCell(String tier, String driver, String version, String lane) {}

    /** The format that this class writes and reads. */
    public static final int FORMAT = 2;

    public ConformanceReport {
        if (format != FORMAT) {
            throw new IllegalArgumentException("format " + format + " (expected: " + FORMAT + ")");
        }
        Objects.requireNonNull(startedAt, "startedAt");
        environment = new TreeMap<>(environment);
        tiers = List.copyOf(tiers);
        matrix = List.copyOf(matrix);
        cells = List.copyOf(cells);
    }

    /** Whether the run is green: there was a cell, and every cell is {@linkplain CellOutcome#ok() in order}. */
    @JsonProperty
    public boolean ok() {
        return !cells.isEmpty() && cells.stream().allMatch(CellOutcome::ok);
    }

    /** All cases of all cells, counted. */
    @JsonProperty
    public Tally tally() {
        return cells.stream().map(CellOutcome::tally).reduce(Tally.NONE, Tally::plus);
    }

    /**
     * Writes the report as JSON; a reader never sees half a file.
     *
     * @throws IOException where the file cannot be written
     */
    public void write(Path file) throws IOException {
        JsonFile.write(file, this);
    }

    /**
     * Reads a report that {@link #write} has written.
     *
     * @throws IOException where the file cannot be read or is no report of this format; the message names the file
     */
    public static ConformanceReport read(Path file) throws IOException {
        return JsonFile.read(file, ConformanceReport.class, "conformance report");
    }

    /** The cell of one version of a driver in one lane, where it was selected. */
    public Optional<CellOutcome> cell(String driver, String version, String lane) {
        return cells.stream()
                .filter(cell -> cell.driver().equals(driver)
                        && cell.version().equals(version)
                        && cell.lane().equals(lane))
                .findFirst();
    }

    /**
     * Several runs of the same matrix as one, such as those of jobs that shared the work.
     *
     * @param reports at least one
     * @throws IllegalArgumentException where there is none, or where a cell stands in two of them
     */
    public static ConformanceReport merge(List<ConformanceReport> reports) {
        if (reports.isEmpty()) {
            throw new IllegalArgumentException("no report");
        }
        Map<String, String> environment = new TreeMap<>();
        Set<Tier> tiers = new LinkedHashSet<>();
        Set<PlannedCell> matrix = new LinkedHashSet<>();
        Map<String, CellOutcome> cells = new LinkedHashMap<>();
        for (ConformanceReport report : reports) {
            report.environment.forEach((name, value) -> environment.merge(
                    name, value, (before, now) -> before.contains(now) ? before : before + ", " + now));
            tiers.addAll(report.tiers);
            matrix.addAll(report.matrix);
            for (CellOutcome cell : report.cells) {
                if (cells.putIfAbsent(cell.name(), cell) != null) {
                    throw new IllegalArgumentException(cell.name() + " stands in two reports");
                }
            }
        }
        return new ConformanceReport(
                FORMAT,
                reports.stream()
                        .map(ConformanceReport::startedAt)
                        .min(Comparator.naturalOrder())
                        .orElseThrow(),
                reports.stream().mapToLong(ConformanceReport::milliseconds).sum(),
                environment,
                List.copyOf(tiers),
                List.copyOf(matrix),
                reports.stream().anyMatch(ConformanceReport::filtered),
                List.copyOf(cells.values()));
    }
}
