package io.heliosdb.reports;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;

/**
 * One case of one cell, as {@code conformance.json} keeps it.
 *
 * @param id the case's id, the same in every version of a driver and in every lane
 * @param title what the case shows, in words
 * @param capability the capability that the case belongs to, such as {@code types}
 * @param mustPass whether a release needs this case to pass
 * @param verdict how it ended
 * @param message why it did not pass, in one or a few lines; empty when it passed
 * @param milliseconds how long it took, set-up and tear-down included
 * @param flaky whether it failed and then passed when it was repeated; its verdict is that of the first time
 * @param gap what the list of known gaps says of it; null where it is not on the list
 */
@JsonIgnoreProperties({"fault", "listedAsFlaky"})
public record CaseOutcome(
        String id,
        String title,
        String capability,
        boolean mustPass,
        Verdict verdict,
        String message,
        long milliseconds,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean flaky,
        @JsonInclude(JsonInclude.Include.NON_NULL) ListedGap gap) {

    /** How the message of a case begins that passes although the list of known gaps says that it fails. */
    public static final String GAP_PASSES = "passes although it is a known gap";

    /** The capability of the faults that the harness finds. */
    public static final String FAULT = "harness";

    /**
     * An entry of the list of known gaps.
     *
     * @param reason why the case fails, for readers
     * @param genuine whether the vendor's own server fails it too
     * @param flaky whether the case fails at times only, so that it may pass
     * @param expires the last day on which the gap counts, such as {@code 2027-03-31}; null where it has no end
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ListedGap(
            String reason,
            boolean genuine,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean flaky,
            String expires) {
        public ListedGap {
            Objects.requireNonNull(reason, "reason");
        }
    }

    public CaseOutcome {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(verdict, "verdict");
        title = Objects.requireNonNullElse(title, id);
        capability = Objects.requireNonNullElse(capability, "");
        message = Objects.requireNonNullElse(message, "");
    }

    /** Whether this is no case of a suite but a fault that kept cases from running, such as an environment without its driver. */
    public boolean isFault() {
        return capability.equals(FAULT);
    }

    /** Whether it is listed as one that fails at times only: that it did so says nothing about what changed. */
    public boolean isListedAsFlaky() {
        return gap != null && gap.flaky();
    }

    /** The first line of the message; empty when the case passed. */
    public String firstLine() {
        return message.lines().findFirst().orElse("").strip();
    }

    /** Why it did not pass, in one line: the reason of its known gap, or else the first line of the message. */
    public String reason() {
        return verdict == Verdict.KNOWN_GAP && gap != null ? gap.reason() : firstLine();
    }
}
