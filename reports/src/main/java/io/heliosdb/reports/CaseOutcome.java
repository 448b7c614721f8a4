package io.heliosdb.reports;

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
 */
public record CaseOutcome(
        String id,
        String title,
        String capability,
        boolean mustPass,
        Verdict verdict,
        String message,
        long milliseconds) {

    public CaseOutcome {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(verdict, "verdict");
        title = Objects.requireNonNullElse(title, id);
        capability = Objects.requireNonNullElse(capability, "");
        message = Objects.requireNonNullElse(message, "");
    }
}
