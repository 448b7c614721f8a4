package io.heliosdb.probes;

import io.heliosdb.probes.ProbeCase.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What came of a probe.
 *
 * @param file the probe
 * @param target what it probed
 * @param interpreter by which it ran, with its version
 * @param cases in the order of the file; never empty
 * @param duration of the whole run
 */
public record ProbeResult(Path file, ProbeTarget target, String interpreter, List<ProbeCase> cases, Duration duration) {
    public ProbeResult {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(interpreter, "interpreter");
        Objects.requireNonNull(duration, "duration");
        cases = List.copyOf(cases);
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("a result without a case says nothing");
        }
    }

    /** Whether no case failed and at least one passed. */
    public boolean ok() {
        return cases.stream().anyMatch(each -> each.verdict() == Verdict.PASSED)
                && cases.stream()
                        .allMatch(each -> each.verdict() == Verdict.PASSED || each.verdict() == Verdict.SKIPPED);
    }
}
