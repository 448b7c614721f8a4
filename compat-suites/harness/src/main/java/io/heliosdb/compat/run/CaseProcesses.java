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
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs cases of one cell, in one process where all goes well. A process that dies or hangs costs the case that it was busy
 * with; a fresh one runs the rest. Every case gets its result, whatever happens.
 */
final class CaseProcesses {

    private static final String DRIVER_LOG = "driver log";

    private final Cell cell;
    private final Path python;
    private final Pytest pytest;
    private final ServerUnderTest server;
    private final Judge judge;
    private final Logs logs;
    private final Duration silence;
    private final Observer observer;

    /** The cases without a result. A process that takes none away is the last one. */
    private final Map<String, LabCase> remaining = new LinkedHashMap<>();

    private int processes;

    /**
     * The logs that a case's result may need.
     *
     * @param name the name of the processes' own logs, without its end
     * @param further the logs of others, by what they are
     * @param always whether they are kept also where the case has passed
     */
    record Logs(Path name, Map<String, Path> further, boolean always) {
        Logs {
            further = Collections.unmodifiableMap(new LinkedHashMap<>(further));
        }

        private Path file(int process, String end) {
            return name.resolveSibling(name.getFileName() + "." + process + end);
        }
    }

    /** Hears of the cases, one after the other. */
    interface Observer {

        /** The set-up of a case has passed and it runs now. */
        void started(LabCase labCase);

        /**
         * A case is over.
         *
         * @param failed whether it failed by itself, so that it may end in another way when it is repeated
         */
        void finished(CaseResult result, boolean failed);
    }

    CaseProcesses(
            Cell cell,
            Path python,
            Pytest pytest,
            ServerUnderTest server,
            Judge judge,
            Logs logs,
            Duration silence,
            Observer observer) {
        this.cell = cell;
        this.python = python;
        this.pytest = pytest;
        this.server = server;
        this.judge = judge;
        this.logs = logs;
        this.silence = silence;
        this.observer = observer;
    }

    /** Runs {@code cases} and returns when each has its result. */
    void run(Collection<LabCase> cases) throws InterruptedException {
        cases.forEach(labCase -> remaining.put(labCase.id(), labCase));
        while (!remaining.isEmpty()) {
            int before = remaining.size();
            String obstacle = runProcess();
            if (remaining.size() == before) {
                remaining.values().forEach(labCase -> observer.finished(CaseResult.broken(labCase, obstacle), false));
                remaining.clear();
            }
        }
    }

    /**
     * Runs as many of the remaining cases as one process carries through.
     *
     * @return why the others did not run, for the case that no other process gets further
     */
    private String runProcess() throws InterruptedException {
        processes++;
        LogFile log = new LogFile(logs.file(processes, ".log"));
        Path selection = logs.file(processes, ".selection");
        try {
            Files.createDirectories(selection.getParent());
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
            logs.further.forEach((name, path) -> logFiles.put(name, new LogFile(path)));
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
                running = new RunningCase(remaining.get(start.id()), logFiles, logs.always);
            } else if (event instanceof PytestEvent.Phase phase && isRunning(phase.id())) {
                running.add(phase);
                if ("setup".equals(phase.phase()) && "passed".equals(phase.outcome())) {
                    observer.started(running.labCase());
                }
            } else if (event instanceof PytestEvent.Attach attach && isRunning(attach.id())) {
                running.add(attach);
            } else if (event instanceof PytestEvent.Finish finish && isRunning(finish.id())) {
                boolean failed = "failed".equals(finish.outcome()) || "error".equals(finish.outcome());
                finish(running.finish(rule(finish.outcome(), finish.message()), finish), failed);
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

        private void finish(CaseResult result, boolean failed) {
            remaining.remove(result.labCase().id());
            finished++;
            running = null;
            observer.finished(result, failed);
        }

        private String exited(ProcessEvent.Exited exited) {
            if (running != null) {
                String message = "the interpreter died in mid-test, " + exited.words();
                finish(running.cutShort(rule("error", message), log.end()), true);
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
                // Another hang would take as long again.
                finish(running.cutShort(rule("error", message), log.end()), false);
            } else if (finished > 0) {
                fault(message + " between or after its cases");
            }
            return message + "\n" + log.end();
        }

        /** What happens between cases is no case of the suite, but a driver that crashes there is not in order. */
        private void fault(String message) {
            observer.finished(
                    CaseResult.broken(LabCase.fault("", "process " + processes, ""), message + "\n" + log.end()),
                    false);
        }
    }
}
