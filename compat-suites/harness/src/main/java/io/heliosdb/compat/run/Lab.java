package io.heliosdb.compat.run;

import io.heliosdb.compat.LabException;
import io.heliosdb.compat.Progress;
import io.heliosdb.compat.matrix.CasePattern;
import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.matrix.KnownGap;
import io.heliosdb.compat.matrix.KnownGaps;
import io.heliosdb.compat.matrix.Matrix;
import io.heliosdb.compat.matrix.Need;
import io.heliosdb.compat.matrix.Selection;
import io.heliosdb.compat.provisioning.Environments;
import io.heliosdb.compat.provisioning.SourcePackages;
import io.heliosdb.compat.server.ServerUnderTest;
import io.heliosdb.compat.server.Servers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;

/** One run of the matrix: plans the selected cells, runs them, tells its listeners. */
public final class Lab implements AutoCloseable {

    private final Settings settings;
    private final Environments environments;
    private final Servers servers;
    private final Progress progress;
    private final List<LabListener> listeners;
    private final Pytest pytest;
    private final Judge judge;

    /** Cells run side by side; what is repeated runs alone, so that the servers' logs are about nothing else. */
    private final ReadWriteLock turns = new ReentrantReadWriteLock(true);

    private List<CellPlan> plans;

    /**
     * What to run.
     *
     * @param matrix the matrix
     * @param selection the part of it
     * @param cases which cases; all when empty
     * @param gaps the cases that are known to fail
     * @param logs the folder for the logs of the drivers' processes
     * @param silence how long a case may report nothing before it is taken to hang
     * @param jobs how many cells are planned, and may run, at the same time
     */
    public record Settings(
            Matrix matrix,
            Selection selection,
            Optional<CasePattern> cases,
            KnownGaps gaps,
            Path logs,
            Duration silence,
            int jobs) {

        /** Longer than a case may wait for something, so that the case itself can say what it waited for. */
        public static final Duration SILENCE = Duration.ofMinutes(2);
    }

    /**
     * Prepares a run.
     *
     * @param servers are closed with this lab
     */
    public Lab(
            Settings settings,
            Environments environments,
            Servers servers,
            Progress progress,
            List<LabListener> listeners) {
        this.settings = settings;
        this.environments = environments;
        this.servers = servers;
        this.progress = progress;
        this.listeners = List.copyOf(listeners);
        this.pytest = new Pytest(settings.matrix.directory(), environments.cache());
        this.judge = new Judge(settings.gaps, LocalDate.now(ZoneOffset.UTC));
    }

    /** How long a process may report nothing while it has no case to be busy with: it loads the driver then. */
    static Duration starting(Duration silence) {
        return silence.compareTo(Settings.SILENCE) > 0 ? silence : Settings.SILENCE;
    }

    /** The matrix that this lab runs a part of. */
    public Matrix matrix() {
        return settings.matrix;
    }

    /** How many cells may run at the same time. */
    public int jobs() {
        return settings.jobs;
    }

    /** The folder that the suites lie in. */
    public Path suites() {
        return settings.matrix.directory();
    }

    /**
     * The selected cells with their cases, found out once: environments are made and cases are collected here. A cell
     * without any case that was asked for is left out.
     *
     * @throws LabException where nothing is left, or a name is not in the matrix
     */
    public synchronized List<CellPlan> plans() throws InterruptedException {
        if (plans == null) {
            CollectionCache cache =
                    new CollectionCache(environments.cache().resolve("collections"), new Fingerprint(settings.matrix));
            SourcePackages sources = new SourcePackages(environments.cache(), environments.python(), progress);
            Collector collector = new Collector(
                    environments, cache, sources, servers, pytest, progress, settings.logs, settings.silence);
            List<Cell> cells = settings.selection.of(settings.matrix);
            List<CellPlan> found =
                    SideBySide.each(settings.jobs, cells, cell -> selected(collector.plan(cell))).stream()
                            .filter(plan -> !plan.cases().isEmpty())
                            .toList();
            if (found.isEmpty()) {
                throw new LabException("no case of the " + cells.size() + " selected cells matches '"
                        + settings.cases.orElseThrow() + "'");
            }
            plans = found;
        }
        return plans;
    }

    /** Of some cases only those, and the faults; of all, also what the list of known gaps expects and is not there. */
    private CellPlan selected(CellPlan plan) {
        if (settings.cases.isPresent()) {
            return plan.with(plan.cases().stream()
                    .filter(each ->
                            each.fault().isPresent() || settings.cases.get().test(each.id()))
                    .toList());
        }
        List<KnownGap> unused = settings.gaps.unused(
                plan.cell(), plan.cases().stream().map(LabCase::id).toList());
        if (unused.isEmpty()
                || plan.cases().stream().anyMatch(each -> each.fault().isPresent())) {
            return plan;
        }
        List<LabCase> cases = new ArrayList<>();
        cases.add(LabCase.fault(
                "",
                "known-gaps",
                "a listed test that did not run: "
                        + unused.stream().map(gap -> gap.cases().toString()).collect(Collectors.joining(", "))
                        + "\nTake it off the list of known gaps, or mend its id."));
        cases.addAll(plan.cases());
        return plan.with(cases);
    }

    /**
     * Runs some cases of a cell and returns when each has its result.
     *
     * @param plan one of {@link #plans()}
     * @param cases some or all of its cases
     * @param listener hears of them, besides the lab's own listeners
     */
    public void run(CellPlan plan, List<LabCase> cases, CaseListener listener) throws InterruptedException {
        CaseListener all = new CaseListener() {
            @Override
            public void caseStarted(LabCase labCase) {
                listener.caseStarted(labCase);
            }

            @Override
            public void caseFinished(CaseResult result) {
                listeners.forEach(each -> each.caseFinished(plan, result));
                listener.caseFinished(result);
            }
        };
        listeners.forEach(each -> each.cellStarted(plan, cases.size()));
        List<LabCase> sound = new ArrayList<>();
        for (LabCase labCase : cases) {
            labCase.fault()
                    .ifPresentOrElse(
                            fault -> all.caseFinished(CaseResult.broken(labCase, fault)), () -> sound.add(labCase));
        }
        String product = "";
        Duration duration = Duration.ZERO;
        if (!sound.isEmpty()) {
            try {
                ServerUnderTest server = serverOf(plan.cell());
                product = server.product();
                long start = System.nanoTime();
                runAgainst(server, plan, sound, all);
                duration = Duration.ofNanos(System.nanoTime() - start);
            } catch (LabException e) {
                sound.forEach(labCase -> all.caseFinished(CaseResult.broken(labCase, e.getMessage())));
            }
        }
        for (LabListener each : listeners) {
            each.cellFinished(plan, product, duration);
        }
    }

    private void runAgainst(ServerUnderTest server, CellPlan plan, List<LabCase> cases, CaseListener listener)
            throws InterruptedException {
        new CellRunner(
                        plan.cell(),
                        plan.python().orElseThrow(),
                        pytest,
                        server,
                        judge,
                        listener,
                        settings.logs,
                        settings.silence,
                        turns)
                .run(cases);
    }

    private ServerUnderTest serverOf(Cell cell) throws InterruptedException {
        ServerUnderTest server = servers.of(cell);
        boolean speaksTls = server.endpoint(cell.protocol().port()).tls().isPresent();
        if (!speaksTls && cell.needs().stream().anyMatch(Need.Tls.class::isInstance)) {
            throw new LabException(
                    "not run: needs TLS, and nothing is known of the certificate of " + server.product());
        }
        return server;
    }

    /** What the servers that run are made of, with versions. */
    public Map<String, String> components() {
        return servers.components();
    }

    /** Stops the servers. */
    @Override
    public void close() {
        servers.close();
    }
}
