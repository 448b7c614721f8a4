package io.heliosdb.reports;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One cell of the matrix: one version of one driver in one lane, and what became of its cases.
 *
 * @param tier the driver's tier, such as {@code gold}
 * @param protocol the wire protocol it speaks, such as {@code postgresql}
 * @param driver the driver's id, which never changes
 * @param title the driver's name for readers
 * @param version the driver's version
 * @param lane where the cases ran, such as {@code live}
 * @param server what they ran against, with its version; empty where no server could be had
 * @param python the interpreter's version; empty where none could be had
 * @param milliseconds how long the cell took
 * @param cases every case of the cell, in the order in which they were collected
 */
@JsonIgnoreProperties(
        value = {"ok", "tally", "capabilities"},
        allowGetters = true)
public record CellOutcome(
        String tier,
        String protocol,
        String driver,
        String title,
        String version,
        String lane,
        String server,
        String python,
        long milliseconds,
        List<CaseOutcome> cases) {

    public CellOutcome {
        Objects.requireNonNull(tier, "tier");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(driver, "driver");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(lane, "lane");
        title = Objects.requireNonNullElse(title, driver);
        server = Objects.requireNonNullElse(server, "");
        python = Objects.requireNonNullElse(python, "");
        cases = List.copyOf(cases);
    }

    /** Driver, version and lane, such as {@code psycopg2@2.9.13 live}. */
    public String name() {
        return driver + "@" + version + " " + lane;
    }

    /** Whether a case of the suite was carried out: faults that kept cases from running are none, and skipped cases did not. */
    public boolean hasRun() {
        return cases.stream().anyMatch(outcome -> !outcome.isFault() && outcome.verdict() != Verdict.SKIPPED);
    }

    /** Whether nothing failed and at least one case was carried out: a cell that ran nothing proves nothing. */
    @JsonProperty
    public boolean ok() {
        Tally tally = tally();
        return tally.failed() == 0 && tally.ran() > 0;
    }

    /** The cell's cases, counted. */
    @JsonProperty
    public Tally tally() {
        return Tally.of(cases.stream().map(CaseOutcome::verdict).toList());
    }

    /** The cell's cases, counted by capability. */
    @JsonProperty
    public Map<String, Tally> capabilities() {
        Map<String, Tally> capabilities = new TreeMap<>();
        for (CaseOutcome outcome : cases) {
            capabilities.merge(outcome.capability(), Tally.NONE.plus(outcome.verdict()), Tally::plus);
        }
        return capabilities;
    }
}
