package io.heliosdb.compat.run;

import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.process.LogFile;
import io.heliosdb.compat.server.PacketLog;
import io.heliosdb.compat.server.ServerUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;

/**
 * Runs the cases of one cell. What has failed is repeated once when the others are through: alone, in a fresh process and
 * with the server's log of packets on. The verdict stays that of the first time.
 */
final class CellRunner {

    /** The attachment with the packets of a case. */
    static final String PACKET_TRACE = "packet trace";

    /** Where more fail than that, repeating them tells nothing new. */
    static final int MAXIMUM_REPETITIONS = 20;

    private static final String SERVER_LOG = "server log";

    private final Cell cell;
    private final Path python;
    private final Pytest pytest;
    private final ServerUnderTest server;
    private final Judge judge;
    private final CaseListener listener;
    private final Path logs;
    private final Duration silence;
    private final ReadWriteLock turns;

    /**
     * A cell that is ready to run.
     *
     * @param turns is held for reading while the cell runs and for writing while it repeats
     */
    CellRunner(
            Cell cell,
            Path python,
            Pytest pytest,
            ServerUnderTest server,
            Judge judge,
            CaseListener listener,
            Path logs,
            Duration silence,
            ReadWriteLock turns) {
        this.cell = cell;
        this.python = python;
        this.pytest = pytest;
        this.server = server;
        this.judge = judge;
        this.listener = listener;
        this.logs = logs;
        this.silence = silence;
        this.turns = turns;
    }

    /** Runs {@code cases} and returns when each has its result. */
    void run(List<LabCase> cases) throws InterruptedException {
        Map<String, CaseResult> failures = new LinkedHashMap<>();
        turns.readLock().lockInterruptibly();
        try {
            processes("", Map.of(), false, new CaseProcesses.Observer() {
                        @Override
                        public void started(LabCase labCase) {
                            listener.caseStarted(labCase);
                        }

                        @Override
                        public void finished(CaseResult result, boolean failed) {
                            if (failed && result.verdict().isFailure() && failures.size() < MAXIMUM_REPETITIONS) {
                                failures.put(result.labCase().id(), result);
                            } else {
                                listener.caseFinished(result);
                            }
                        }
                    })
                    .run(cases);
        } finally {
            turns.readLock().unlock();
        }
        if (!failures.isEmpty()) {
            if (server.isAlive()) {
                repeat(failures);
            }
            failures.values().forEach(listener::caseFinished);
        }
        if (!server.isAlive()) {
            String end = server.log().map(log -> new LogFile(log).end()).orElse("");
            listener.caseFinished(
                    CaseResult.broken(LabCase.fault("", "server", ""), "the server ended while the cell ran\n" + end));
        }
    }

    /** Puts what the repetition shows into {@code failures}. */
    private void repeat(Map<String, CaseResult> failures) throws InterruptedException {
        List<LabCase> again = new ArrayList<>();
        failures.values().forEach(failure -> again.add(failure.labCase()));
        turns.writeLock().lockInterruptibly();
        Optional<PacketLog> packets = Optional.empty();
        try {
            packets = server.packetLog();
            Map<String, Path> further = new LinkedHashMap<>();
            packets.ifPresent(log -> further.put(PACKET_TRACE, log.file()));
            processes(".repeated", further, true, new CaseProcesses.Observer() {
                        @Override
                        public void started(LabCase labCase) {
                            // It has begun before, for those who listen.
                        }

                        @Override
                        public void finished(CaseResult result, boolean failed) {
                            failures.computeIfPresent(result.labCase().id(), (id, failure) -> failure.repeated(result));
                        }
                    })
                    .run(again);
        } finally {
            packets.ifPresent(PacketLog::close);
            turns.writeLock().unlock();
        }
    }

    private CaseProcesses processes(
            String name, Map<String, Path> furtherLogs, boolean keepsLogs, CaseProcesses.Observer observer) {
        Map<String, Path> further = new LinkedHashMap<>();
        server.log().ifPresent(log -> further.put(SERVER_LOG, log));
        further.putAll(furtherLogs);
        return new CaseProcesses(
                cell,
                python,
                pytest,
                server,
                judge,
                new CaseProcesses.Logs(logs.resolve(Collector.fileName(cell) + name), further, keepsLogs),
                silence,
                observer);
    }
}
