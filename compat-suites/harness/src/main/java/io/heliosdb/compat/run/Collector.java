package io.heliosdb.compat.run;

import io.heliosdb.compat.LabException;
import io.heliosdb.compat.Progress;
import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.matrix.Need;
import io.heliosdb.compat.process.LogFile;
import io.heliosdb.compat.process.ProcessEvent;
import io.heliosdb.compat.process.PytestEvent;
import io.heliosdb.compat.process.PytestProcess;
import io.heliosdb.compat.process.SearchPath;
import io.heliosdb.compat.provisioning.Environments;
import io.heliosdb.compat.provisioning.SourcePackages;
import io.heliosdb.compat.server.ServerUnderTest;
import io.heliosdb.compat.server.Servers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out what a cell consists of: makes its environment and lets pytest list the cases, unless nothing has changed since
 * it last did. Several cells may be planned at the same time.
 */
final class Collector {

    private final Environments environments;
    private final SourcePackages sources;
    private final Servers servers;
    private final CollectionCache cache;
    private final Pytest pytest;
    private final Progress progress;
    private final Path logs;
    private final Duration silence;

    Collector(
            Environments environments,
            CollectionCache cache,
            SourcePackages sources,
            Servers servers,
            Pytest pytest,
            Progress progress,
            Path logs,
            Duration silence) {
        this.environments = environments;
        this.cache = cache;
        this.sources = sources;
        this.servers = servers;
        this.progress = progress;
        this.pytest = pytest;
        this.logs = logs;
        this.silence = silence;
    }

    /** The plan of a cell. Whatever goes wrong is a fault in the plan, so that it is reported and not lost. */
    CellPlan plan(Cell cell) throws InterruptedException {
        for (Need need : cell.needs()) {
            if (need instanceof Need.SystemPackage system
                    && SearchPath.find(system.command()).isEmpty()) {
                return CellPlan.faulty(
                        cell, "needs", "not run: needs " + system.name() + ", install with: " + system.install());
            }
        }
        Path python;
        try {
            python = environments.provide(environment(cell), cell.requirements());
        } catch (LabException e) {
            return CellPlan.faulty(cell, "environment", e.getMessage());
        }
        Optional<ServerUnderTest> server = Optional.empty();
        if (cell.upstream().isPresent()) {
            try {
                sources.provide(cell.upstream().get().source());
            } catch (LabException e) {
                return CellPlan.faulty(cell, "sources", e.getMessage());
            }
            try {
                // Which cases a suite has may depend on what it runs against.
                server = Optional.of(servers.of(cell));
            } catch (LabException e) {
                return CellPlan.faulty(cell, "server", e.getMessage());
            }
        }
        return collect(cell, python, server);
    }

    /** What a driver's own suite needs besides the driver is none of our cases' business. */
    private static String environment(Cell cell) {
        return cell.upstream().isPresent() ? cell.driverAtVersion() + "-upstream" : cell.driverAtVersion();
    }

    private CellPlan collect(Cell cell, Path python, Optional<ServerUnderTest> server) throws InterruptedException {
        LogFile log = new LogFile(logs.resolve(fileName(cell) + ".collection.log"));
        Optional<String> key = key(cell);
        Optional<List<PytestEvent>> known = key.flatMap(wanted -> cache.read(cell, wanted));
        Collected collected = new Collected();
        if (known.isPresent()) {
            known.get().forEach(collected::take);
        } else {
            progress.status(cell + ": collecting cases");
            try (PytestProcess process = PytestProcess.start(pytest.collection(cell, python, log.path(), server))) {
                collected.follow(process, silence, log);
            } catch (IOException e) {
                collected.faults.add(LabCase.fault("", "collection", "cannot start Python: " + e.getMessage()));
            }
            if (collected.isSound()) {
                key.ifPresent(wanted -> cache.write(cell, wanted, collected.events));
            }
        }
        collected.check(cell, log);
        List<LabCase> cases = new ArrayList<>(collected.faults);
        cases.addAll(collected.cases);
        return new CellPlan(cell, Optional.of(python), Optional.ofNullable(collected.session), cases);
    }

    /**
     * What the cell's cases are known by from run to run. Empty for a driver's own suite, which may have others on another
     * server, and where a file cannot be read: then pytest has to say what is wrong.
     */
    private Optional<String> key(Cell cell) {
        if (cell.upstream().isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(cache.key(cell, environments.stamp(cell.requirements())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A cell's name as the name of a file. */
    static String fileName(Cell cell) {
        return cell.driverAtVersion() + "-" + cell.lane().id();
    }

    /** What pytest told while it collected. */
    private static final class Collected {

        private final List<PytestEvent> events = new ArrayList<>();
        private final List<LabCase> cases = new ArrayList<>();
        private final List<LabCase> faults = new ArrayList<>();
        private PytestEvent.Session session;
        private boolean ended;

        private void follow(PytestProcess process, Duration silence, LogFile log) throws InterruptedException {
            while (true) {
                ProcessEvent event = process.next(Lab.starting(silence));
                if (event instanceof PytestEvent told) {
                    take(told);
                } else if (event instanceof ProcessEvent.Exited exited) {
                    if (!ended) {
                        faults.add(LabCase.fault(
                                "",
                                "collection",
                                "the interpreter died while it collected, " + exited.words() + "\n" + log.end()));
                    }
                    return;
                } else if (event instanceof ProcessEvent.Silent silent) {
                    process.abort();
                    faults.add(LabCase.fault(
                            "",
                            "collection",
                            "no sign of life for " + silent.limit().toSeconds() + " s while collecting\n" + log.end()));
                    return;
                }
            }
        }

        private void take(PytestEvent event) {
            events.add(event);
            if (event instanceof PytestEvent.Session started) {
                session = started;
            } else if (event instanceof PytestEvent.Case found) {
                cases.add(LabCase.of(found));
            } else if (event instanceof PytestEvent.CollectError error) {
                faults.add(LabCase.fault(error.file(), "collection", error.message()));
            } else if (event instanceof PytestEvent.End) {
                ended = true;
            }
        }

        private boolean isSound() {
            return ended && faults.isEmpty() && !cases.isEmpty();
        }

        /** A suite that lost its cases, or tests another version than it says, must not look fine. */
        private void check(Cell cell, LogFile log) {
            if (cases.isEmpty() && faults.isEmpty()) {
                faults.add(LabCase.fault(
                        "", "collection", "no case in " + String.join(", ", cell.suites()) + "\n" + log.end()));
            }
            installed(cell)
                    .filter(version -> !version.equals(cell.version()))
                    .ifPresent(version -> faults.add(LabCase.fault(
                            "",
                            "version",
                            cell.requirements() + " installs " + cell.distribution() + " " + version + " (expected: "
                                    + cell.version() + ")")));
        }

        private Optional<String> installed(Cell cell) {
            if (session == null) {
                return Optional.empty();
            }
            String wanted = normalise(cell.distribution());
            for (Map.Entry<String, String> library : session.libraries().entrySet()) {
                if (normalise(library.getKey()).equals(wanted)) {
                    return Optional.of(library.getValue());
                }
            }
            return Optional.of("nowhere");
        }

        /** Names on the package index are equal in this form. */
        private static String normalise(String distribution) {
            return distribution.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
        }
    }
}
