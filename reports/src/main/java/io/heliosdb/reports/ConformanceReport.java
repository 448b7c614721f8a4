package io.heliosdb.reports;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

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
        Path parent = Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = parent.resolve("." + file.getFileName() + ".draft");
        try {
            JSON.writeValue(draft.toFile(), this);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /**
     * Reads a report that {@link #write} has written.
     *
     * @throws IOException where the file cannot be read or is no report of this format; the message names the file
     */
    public static ConformanceReport read(Path file) throws IOException {
        try {
            return JSON.readValue(file.toFile(), ConformanceReport.class);
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is no conformance report: " + e.getOriginalMessage(), e);
        }
    }
}
