package io.heliosdb.compat.run;

import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.matrix.KnownGap;
import io.heliosdb.compat.matrix.KnownGaps;
import io.heliosdb.reports.CaseOutcome;
import io.heliosdb.reports.Verdict;
import java.time.LocalDate;
import java.util.Optional;

/** The rules by which what a case reports becomes its verdict. */
final class Judge {

    private final KnownGaps gaps;
    private final LocalDate today;

    Judge(KnownGaps gaps, LocalDate today) {
        this.gaps = gaps;
        this.today = today;
    }

    /**
     * A verdict with its reason.
     *
     * @param message why the case did not pass; empty when it did
     * @param gap the entry of the list of known gaps that is about the case
     */
    record Ruling(Verdict verdict, String message, Optional<KnownGap> gap) {}

    /**
     * Applies the rules: a must-pass case may not be skipped; a known gap has to fail, unless it is flaky, and to fail as
     * it is known to.
     *
     * @param outcome {@code passed}, {@code failed}, {@code skipped} or {@code error}
     * @param message why it did not pass; null when it did
     */
    Ruling rule(Cell cell, LabCase labCase, String outcome, String message) {
        String found = message == null ? "" : message;
        Optional<KnownGap> gap = gaps.about(cell, labCase.id());
        return switch (outcome) {
            case "passed" ->
                gap.filter(known -> !known.flaky())
                        .map(known -> new Ruling(
                                Verdict.FAILED,
                                CaseOutcome.GAP_PASSES + " (" + known.reason() + "): take it off the list",
                                gap))
                        .orElse(new Ruling(Verdict.PASSED, "", gap));
            case "skipped" ->
                labCase.mustPass()
                        ? new Ruling(Verdict.FAILED, "a must-pass case was skipped: " + found, gap)
                        : new Ruling(Verdict.SKIPPED, found, gap);
            case "failed" -> failure(gap, Verdict.FAILED, found);
            case "error" -> failure(gap, Verdict.BROKEN, found);
            default -> new Ruling(Verdict.BROKEN, "reported the outcome '" + outcome + "', which is none", gap);
        };
    }

    private Ruling failure(Optional<KnownGap> gap, Verdict verdict, String found) {
        if (gap.isEmpty()) {
            return new Ruling(verdict, found, gap);
        }
        KnownGap known = gap.get();
        if (!known.explains(found)) {
            return new Ruling(
                    verdict,
                    found + "\n(a known gap, but it is known to fail with a message that matches '" + known.message()
                            + "')",
                    gap);
        }
        if (known.isExpired(today)) {
            return new Ruling(
                    verdict, found + "\n(a known gap until " + known.expires().orElseThrow() + ", which is over)", gap);
        }
        return new Ruling(Verdict.KNOWN_GAP, "known gap: " + known.reason() + "\n" + found, gap);
    }
}
