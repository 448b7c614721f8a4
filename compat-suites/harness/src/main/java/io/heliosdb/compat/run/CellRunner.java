package io.heliosdb.compat.run;

import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.process.LogFile;
import io.heliosdb.compat.process.ProcessEvent;
import io.heliosdb.compat.process.PytestEvent;
import io.heliosdb.compat.process.PytestProcess;
import io.heliosdb.compat.server.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the cases of one cell, in one process where all goes well. A process that dies or hangs costs the case that it
 * was busy with; a fresh one runs the rest. Every case gets its result, whatever happens.
 */
final class CellRunner {

    private static final String DRIVER_LOG = "driver log";
    private static final String SERVER_LOG = "server log";

    private final Cell cell;
    private final Path python;
    private final Pytest pytest;
    private final ServerUnderTest server;
    private final Judge judge;
    private final CaseListener listener;
    private final Path logs;
    private final Duration silence;

    /** The cases without a result. A process that takes none away is the last one. */
    private final Map<String, LabCase> remaining = new LinkedHashMap<>();

    private int processes;

    CellRunner(
            Cell cell,
            Path python,
            Pytest pytest,
            ServerUnderTest server,
            Judge judge,
            CaseListener listener,
            Path logs,
            Duration silence) {
        this.cell = cell;
        this.python = python;
        this.pytest = pytest;
        this.server = server;
        this.judge = judge;
        this.listener = listener;
        this.logs = logs;
        this.silence = silence;
    }

    /** Runs {@code cases} and returns when each has its result. */
    void run(List<LabCase> cases) throws InterruptedException {
        cases.forEach(labCase -> remaining.put(labCase.id(), labCase));
        while (!remaining.isEmpty()) {
            int before = remaining.size();
            String obstacle = runProcess();
            if (remaining.size() == before) {
                remaining.values().forEach(labCase -> listener.caseFinished(CaseResult.broken(labCase, obstacle)));
                remaining.clear();
            }
        }
        if (!server.isAlive()) {
            String end = server.log().map(log -> new LogFile(log).end()).orElse("");
            listener.caseFinished(
                    CaseResult.broken(LabCase.fault("", "server", ""), "the server ended while the cell ran\n" + end));
        }
    }

    /**
     * Runs as many of the remaining cases as one process carries through.
     *
     * @return why the others did not run, for the case that no other process gets further
     */
    private String runProcess() throws InterruptedException {
        processes++;
        LogFile log = new LogFile(logs.resolve(Collector.fileName(cell) + "." + processes + ".log"));
        Path selection = logs.resolve(Collector.fileName(cell) + "." + processes + ".selection");
        try {
            Files.createDirectories(logs);
            Files.write(selection, remaining.keySet());
            try (PytestProcess process = PytestProcess.start(pytest.run(cell, python, log.path(), server, selection))) {
                return new Follower(process, log).follow();
            }
        } catch (IOException e) {
            return "cannot start Python: " + e.getMessage();
        }
    }

    /** Follows one process from its start to its end. */
    private final class Follower {

        private final PytestProcess process;
        private final LogFile log;
        private final Map<String, LogFile> logFiles = new LinkedHashMap<>();
        private final List<String> collectErrors = new ArrayList<>();
        private RunningCase running;
        private PytestEvent.End end;
        private int finished;

        private Follower(PytestProcess process, LogFile log) {
            this.process = process;
            this.log = log;
            logFiles.put(DRIVER_LOG, log);
            server.log().ifPresent(path -> logFiles.put(SERVER_LOG, new LogFile(path)));
        }

        private String follow() throws InterruptedException {
            while (true) {
                ProcessEvent event = process.next(running == null ? Lab.starting(silence) : silence);
                if (event instanceof PytestEvent reported) {
                    take(reported);
                } else if (event instanceof ProcessEvent.Exited exited) {
                    return exited(exited);
                } else if (event instanceof ProcessEvent.Silent silent) {
                    return hung(silent.limit());
                }
            }
        }

        private void take(PytestEvent event) {
            if (event instanceof PytestEvent.CollectError error) {
                collectErrors.add(error.message());
            } else if (event instanceof PytestEvent.Start start && remaining.containsKey(start.id())) {
                running = new RunningCase(remaining.get(start.id()), logFiles);
            } else if (event instanceof PytestEvent.Phase phase && isRunning(phase.id())) {
                running.add(phase);
                if ("setup".equals(phase.phase()) && "passed".equals(phase.outcome())) {
                    listener.caseStarted(running.labCase());
                }
            } else if (event instanceof PytestEvent.Attach attach && isRunning(attach.id())) {
                running.add(attach);
            } else if (event instanceof PytestEvent.Finish finish && isRunning(finish.id())) {
                finish(running.finish(rule(finish.outcome(), finish.message()), finish));
            } else if (event instanceof PytestEvent.End ended) {
                end = ended;
            }
        }

        private boolean isRunning(String id) {
            return running != null && running.is(id);
        }

        private Judge.Ruling rule(String outcome, String message) {
            return judge.rule(cell, running.labCase(), outcome, message);
        }

        private void finish(CaseResult result) {
            remaining.remove(result.labCase().id());
            finished++;
            running = null;
            listener.caseFinished(result);
        }

        private String exited(ProcessEvent.Exited exited) {
            if (running != null) {
                String message = "the interpreter died in mid-test, " + exited.words();
                finish(running.cutShort(rule("error", message), log.end()));
            } else if (end == null && finished > 0) {
                fault("the interpreter died between its cases, " + exited.words());
            } else if (end != null && end.status() != exited.status()) {
                fault("the interpreter died after its last case, " + exited.words());
            }
            if (!collectErrors.isEmpty()) {
                return String.join("\n", collectErrors);
            }
            return (end == null ? "the interpreter died before the case, " : "pytest ended without the case, ")
                    + exited.words() + "\n" + log.end();
        }

        private String hung(Duration limit) throws InterruptedException {
            process.abort();
            String message = "no sign of life for " + limit.toSeconds() + " s, so the process was ended";
            if (running != null) {
                finish(running.cutShort(rule("error", message), log.end()));
            } else if (finished > 0) {
                fault(message + " between or after its cases");
            }
            return message + "\n" + log.end();
        }

        /** What happens between cases is no case of the suite, but a driver that crashes there is not in order. */
        private void fault(String message) {
            listener.caseFinished(
                    CaseResult.broken(LabCase.fault("", "process " + processes, ""), message + "\n" + log.end()));
        }
    }
}
