package io.heliosdb.compat.run;

import io.heliosdb.compat.matrix.KnownGap;
import io.heliosdb.compat.process.PytestEvent;
import io.heliosdb.reports.CaseOutcome;
import io.heliosdb.reports.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of a case.
 *
 * @param labCase the case
 * @param verdict how it ended, by the rules
 * @param message why it did not pass; empty when it did
 * @param gap its entry in the list of known gaps, whether or not it failed as the entry says
 * @param trace the whole explanation; empty when there is none
 * @param started when it began
 * @param duration how long it took
 * @param phases its set-up, call and tear-down, as far as it came
 * @param attachments what belongs to it: what the case printed, the logs of both sides where it failed, and the packet
 *     trace of its repetition
 * @param flaky whether it failed and then passed when it was repeated; its verdict is that of the first time
 */
public record CaseResult(
        LabCase labCase,
        Verdict verdict,
        String message,
        Optional<KnownGap> gap,
        String trace,
        Instant started,
        Duration duration,
        List<PytestEvent.Phase> phases,
        List<PytestEvent.Attach> attachments,
        boolean flaky) {

    public CaseResult {
        phases = List.copyOf(phases);
        attachments = List.copyOf(attachments);
    }

    /** A case that was not carried out, with what stands in its way. */
    static CaseResult broken(LabCase labCase, String message) {
        return new CaseResult(
                labCase,
                Verdict.BROKEN,
                message,
                Optional.empty(),
                "",
                Instant.now(),
                Duration.ZERO,
                List.of(),
                List.of(),
                false);
    }

    /** This result of a case that has been repeated, with what the repetition shows. */
    CaseResult repeated(CaseResult again) {
        boolean passed = again.verdict == Verdict.PASSED;
        List<PytestEvent.Attach> all = new ArrayList<>(attachments);
        for (PytestEvent.Attach each : again.attachments) {
            String name = each.name().equals(CellRunner.PACKET_TRACE) ? each.name() : each.name() + " when repeated";
            all.add(new PytestEvent.Attach(each.id(), name, each.type(), each.text(), each.path()));
        }
        return new CaseResult(
                labCase,
                verdict,
                passed ? message + "\n(flaky: it passed when it was repeated)" : message,
                gap,
                trace,
                started,
                duration,
                phases,
                all,
                passed);
    }

    /** This result as the summary keeps it. */
    public CaseOutcome outcome() {
        return new CaseOutcome(
                labCase.id(),
                labCase.title(),
                labCase.capability(),
                labCase.mustPass(),
                verdict,
                message,
                duration.toMillis(),
                flaky,
                gap.map(CaseResult::listed).orElse(null));
    }

    private static CaseOutcome.ListedGap listed(KnownGap gap) {
        return new CaseOutcome.ListedGap(
                gap.reason(),
                gap.genuine(),
                gap.flaky(),
                gap.expires().map(LocalDate::toString).orElse(null));
    }
}
