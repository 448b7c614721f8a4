package io.heliosdb.compat;

import io.heliosdb.compat.allure.AllureResults;
import io.heliosdb.compat.engine.CompatTestEngine;
import io.heliosdb.compat.gate.ReleaseGate;
import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.matrix.KnownGaps;
import io.heliosdb.compat.matrix.Matrix;
import io.heliosdb.compat.run.CellPlan;
import io.heliosdb.compat.run.GapReview;
import io.heliosdb.compat.run.Lab;
import io.heliosdb.compat.run.LabListener;
import io.heliosdb.reports.AllureReport;
import io.heliosdb.reports.CellOutcome;
import io.heliosdb.reports.ConformanceReport;
import io.heliosdb.reports.ResultTable;
import io.heliosdb.reports.Tally;
import io.heliosdb.reports.TextTable;
import io.heliosdb.reports.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * A conformance run from beginning to end: runs the matrix through the JUnit Platform, writes Allure results, builds the
 * reports and says how it went.
 */
public final class Conformance {

    /** The summary's name in the folder for results. */
    public static final String SUMMARY = "conformance.json";

    private static final String RESULTS = "allure-results";

    private final ConformanceOptions options;
    private final Progress progress;

    /**
     * A run of what {@code options} say.
     *
     * @param progress hears how it goes, and the result
     */
    public Conformance(ConformanceOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * The selected cells, one line a driver and version; nothing is installed or started for that. Lanes in brackets run
     * only where they are asked for.
     */
    public List<String> list() {
        Map<String, List<String>> lanes = new LinkedHashMap<>();
        Map<String, Cell> cells = new LinkedHashMap<>();
        boolean chosen = !options.selection().lanes().isEmpty();
        for (Cell cell : options.selection().withAllLanes(Matrix.read(options.suites()))) {
            String lane = cell.lane().id();
            lanes.computeIfAbsent(cell.driverAtVersion(), key -> new ArrayList<>())
                    .add(chosen || !cell.lane().isUpstream() ? lane : "(" + lane + ")");
            cells.put(cell.driverAtVersion(), cell);
        }
        TextTable table = new TextTable(Set.of());
        table.add(List.of("Driver", "Title", "Tier", "Protocol", "Lanes"));
        cells.forEach((name, cell) -> table.add(List.of(
                name, cell.title(), cell.tier().id(), cell.protocol().id(), String.join(", ", lanes.get(name)))));
        return table.lines();
    }

    /** The selected cells as one line of JSON: an array with driver, version, title, tier, protocol and lanes. */
    public String listAsJson() {
        return MatrixJson.of(options.selection().of(Matrix.read(options.suites())));
    }

    /**
     * Runs.
     *
     * @return what came of it, also written to {@code conformance.json}
     * @throws LabException where nothing could be run; what can be said of a single cell is in the result instead
     */
    public ConformanceReport run() throws InterruptedException {
        Instant started = Instant.now();
        long start = System.nanoTime();
        Path out = options.out().toAbsolutePath();
        AllureResults allure = new AllureResults(out.resolve(RESULTS));
        SummaryListener summary = new SummaryListener();
        ProgressListener shown = new ProgressListener(progress);
        GapReview review =
                new GapReview(KnownGaps.read(options.suites()), options.cases().isEmpty());
        List<LabListener> listeners = List.of(summary, allure, shown, review);
        AtomicBoolean ended = tellsWhenStopped(shown);
        try (Lab lab = LabFactory.create(options, progress, listeners)) {
            Trees.delete(out.resolve(RESULTS));
            Trees.delete(LabFactory.logs(options));
            List<CellPlan> plans = lab.plans();
            Matrix matrix = lab.matrix();
            int cases = plans.stream().mapToInt(plan -> plan.cases().size()).sum();
            progress.line(String.format(
                    "%d cases in %d %s, provisioned in %.1f s",
                    cases, plans.size(), plans.size() == 1 ? "cell" : "cells", (System.nanoTime() - start) / 1e9));
            shown.expect(plans.size());
            execute(lab);
            List<CellOutcome> cells = summary.cells(plans);
            if (cells.size() != plans.size()) {
                throw new LabException(cells.size() + " cells have a result (expected: " + plans.size() + ")");
            }
            Map<String, String> environment = environment(summary, lab);
            ConformanceReport report = new ConformanceReport(
                    ConformanceReport.FORMAT,
                    started,
                    (System.nanoTime() - start) / 1_000_000,
                    environment,
                    matrix.tiers().stream()
                            .map(tier -> new ConformanceReport.Tier(tier.id(), tier.title()))
                            .toList(),
                    matrix.cells().stream()
                            .map(cell -> new ConformanceReport.PlannedCell(
                                    cell.tier().id(),
                                    cell.driver(),
                                    cell.version(),
                                    cell.lane().id()))
                            .toList(),
                    options.cases().isPresent(),
                    cells);
            report.write(out.resolve(SUMMARY));
            allure.writeRun(environment(environment, plans));
            conclude(report);
            progress.status("building the report");
            AllureReport pages = AllureReport.build(
                    out.resolve(RESULTS),
                    out,
                    options.cache().toAbsolutePath().resolve("tools"),
                    "HeliosDB conformance");
            progress.line("Report:   " + pages.page());
            progress.line("Summary:  " + out.resolve(SUMMARY));
            overview(report, out);
            if (options.printGaps()) {
                writeGaps(review, matrix, out);
            }
            return report;
        } catch (IOException e) {
            throw new LabException("the results cannot be written: " + e.getMessage(), e);
        } finally {
            ended.set(true);
        }
    }

    /** @return to be set when the run is over: where the process ends before, as by Ctrl-C, it says so */
    private AtomicBoolean tellsWhenStopped(ProgressListener shown) {
        AtomicBoolean ended = new AtomicBoolean();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (!ended.get()) {
                                progress.line(shown.stopped());
                            }
                        },
                        "conformance-stopped"));
        return ended;
    }

    /** The release rules are the gate's to enforce: here they are told, and change nothing of how the run went. */
    private void overview(ConformanceReport report, Path out) {
        ReleaseGate gate = ReleaseGate.of(options.suites(), options.published());
        try {
            ReleaseGate.Judgement judgement = gate.judge(report);
            progress.line("Overview: " + judgement.overview(out));
            progress.line("Gate:     " + judgement.result().line()
                    + (judgement.result().isOpen() ? "" : " (heliosdb gate tells them)"));
        } catch (LabException e) {
            progress.line("Gate:     none, " + e.getMessage());
        }
    }

    /** Through the launcher with this engine alone, whatever else is on the class path. */
    private static void execute(Lab lab) {
        Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .addTestEngines(new CompatTestEngine(lab))
                .build());
        ContainerFailures failures = new ContainerFailures();
        launcher.execute(
                LauncherDiscoveryRequestBuilder.request()
                        .enableImplicitConfigurationParameters(false)
                        .build(),
                failures);
        failures.rethrow();
    }

    /** A case that fails is a result; a tree or a cell that fails is a fault of the harness and ends the run. */
    private static final class ContainerFailures implements TestExecutionListener {

        private final List<Throwable> failures = new ArrayList<>();

        @Override
        public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
            if (identifier.isContainer()) {
                result.getThrowable().ifPresent(failures::add);
            }
        }

        private void rethrow() {
            if (!failures.isEmpty()) {
                throw new LabException("the harness failed: " + failures.get(0), failures.get(0));
            }
        }
    }

    /** The comment at the top of each list stays. */
    private void writeGaps(GapReview review, Matrix matrix, Path out) throws IOException {
        for (Map.Entry<String, KnownGaps> list :
                review.replacement().byFile(matrix).entrySet()) {
            Path file = out.resolve(list.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, comment(list.getKey()) + list.getValue().yaml());
            progress.line("Gaps:     " + file);
        }
    }

    private String comment(String list) throws IOException {
        Path before = options.suites().resolve(list);
        return Files.notExists(before)
                ? ""
                : Files.readAllLines(before).stream()
                        .takeWhile(line -> line.startsWith("#") || line.isBlank())
                        .map(line -> line + "\n")
                        .collect(Collectors.joining());
    }

    private Map<String, String> environment(SummaryListener summary, Lab lab) {
        Map<String, String> environment = new TreeMap<>(summary.environment());
        environment.putAll(lab.components());
        environment.put("HeliosDB", options.product());
        environment.put("JDK", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        environment.put(
                "OS",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        return environment;
    }

    private static Map<String, String> environment(Map<String, String> known, List<CellPlan> plans) {
        Map<String, String> environment = new TreeMap<>(known);
        Set<String> drivers = new LinkedHashSet<>();
        plans.forEach(plan -> drivers.add(plan.cell().driverAtVersion()));
        environment.put("drivers", String.join(", ", drivers));
        return environment;
    }

    private void conclude(ConformanceReport report) {
        progress.line("");
        ResultTable.lines(report).forEach(progress::line);
        List<String> scores = ResultTable.scores(report);
        if (!scores.isEmpty()) {
            progress.line("");
            scores.forEach(progress::line);
        }
        Tally tally = report.tally();
        progress.line("");
        progress.line(
                report.ok()
                        ? "Green: " + tally.passed() + " cases passed."
                        : "Not green: " + tally.failed() + " of " + tally.total() + " cases failed, "
                                + report.cells().stream()
                                        .filter(cell -> !cell.ok())
                                        .count() + " of "
                                + report.cells().size() + " cells are not in order.");
    }
}
