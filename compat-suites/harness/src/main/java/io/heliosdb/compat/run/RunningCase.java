package io.heliosdb.compat.run;

import io.heliosdb.compat.process.LogFile;
import io.heliosdb.compat.process.PytestEvent;
import io.heliosdb.reports.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The case that a process is busy with, and what has been seen of it. */
final class RunningCase {

    /**
     * How much of a log before the case is kept with it: what a process does can reach its log before the event that says
     * so reaches us.
     */
    private static final int CONTEXT = 2048;

    private record Mark(LogFile log, long length) {

        private String text() {
            return log.since(Math.max(0, length - CONTEXT)).strip();
        }
    }

    private final LabCase labCase;
    private final Instant started = Instant.now();
    private final List<PytestEvent.Phase> phases = new ArrayList<>();
    private final List<PytestEvent.Attach> attachments = new ArrayList<>();
    private final Map<String, Mark> logs = new LinkedHashMap<>();

    RunningCase(LabCase labCase, Map<String, LogFile> logs) {
        this.labCase = labCase;
        logs.forEach((name, log) -> this.logs.put(name, new Mark(log, log.length())));
    }

    LabCase labCase() {
        return labCase;
    }

    boolean is(String id) {
        return labCase.id().equals(id);
    }

    void add(PytestEvent.Phase phase) {
        phases.add(phase);
    }

    void add(PytestEvent.Attach attachment) {
        attachments.add(attachment);
    }

    /** The result of a case that has come to its end. */
    CaseResult finish(Judge.Ruling ruling, PytestEvent.Finish finish) {
        Duration duration = Duration.ofNanos((long) (finish.duration() * 1e9));
        return result(ruling, finish.trace() == null ? "" : finish.trace(), duration);
    }

    /** The result of a case whose process did not live to see its end. */
    CaseResult cutShort(Judge.Ruling ruling, String trace) {
        return result(ruling, trace, Duration.between(started, Instant.now()));
    }

    private CaseResult result(Judge.Ruling ruling, String trace, Duration duration) {
        if (ruling.verdict() != Verdict.PASSED && ruling.verdict() != Verdict.SKIPPED) {
            logs.forEach((name, mark) -> {
                String text = mark.text();
                if (!text.isEmpty()) {
                    attachments.add(new PytestEvent.Attach(labCase.id(), name, "text/plain", text, null));
                }
            });
        }
        return new CaseResult(
                labCase, ruling.verdict(), ruling.message(), ruling.gap(), trace, started, duration, phases, attachments);
    }
}
