package io.heliosdb.mutations;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.compat.ConformanceOptions;
import io.heliosdb.compat.LabFactory;
import io.heliosdb.compat.Progress;
import io.heliosdb.compat.matrix.Lane;
import io.heliosdb.compat.matrix.Selection;
import io.heliosdb.compat.run.CaseListener;
import io.heliosdb.compat.run.CaseResult;
import io.heliosdb.compat.run.CellPlan;
import io.heliosdb.compat.run.Lab;
import io.heliosdb.compat.run.LabCase;
import io.heliosdb.reports.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real drivers run the lab's cases while every bundle that serves them is replaced again and again: no case may notice.
 * The test with a load and with bars for pauses and memory is {@code compat-suites/bench/hot_swap.py}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HotSwapIT {
    private static final List<String> BUNDLES = List.of(
            "pg.protocol", "mysql.protocol", "pg.auth-scram", "mysql.auth-caching-sha2", "pg.dialect", "mysql.dialect");
    private static final List<String> DRIVERS = List.of("psycopg2", "pymysql");
    private static final List<String> SUITES = List.of("test_transactions.py", "test_connect.py", "test_query.py");
    private static final int LEAST_SWAPS_OF_EACH = 3;

    @TempDir
    Path folder;

    private final Collection<CaseResult> results = new ConcurrentLinkedQueue<>();
    private PackedServer server;
    private Lab lab;

    @BeforeAll
    void start() throws Exception {
        server = PackedServer.start(Map.of("io.heliosdb.deploy", "probes = false\n"));
        lab = LabFactory.create(
                ConformanceOptions.builder(Path.of(System.getProperty("heliosdb.suites"))
                                .toAbsolutePath()
                                .normalize())
                        .selection(new Selection(List.of(), DRIVERS, List.of(Lane.LIVE)))
                        .target(Optional.of(server.target()))
                        .out(Path.of("target", "hot-swap"))
                        .build(),
                Progress.SILENT,
                List.of());
    }

    @AfterAll
    void stop() throws Exception {
        if (lab != null) {
            lab.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void noDriverNotices() throws Exception {
        ExecutorService drivers = Executors.newSingleThreadExecutor();
        try {
            Future<Void> cases = drivers.submit(this::runCases);
            int round = 0;
            while (!cases.isDone() || round < LEAST_SWAPS_OF_EACH) {
                round++;
                for (String bundle : BUNDLES) {
                    swap(bundle, "99.0." + round);
                }
            }
            cases.get();
        } finally {
            drivers.shutdown();
        }
        assertThat(results).extracting(each -> each.labCase().id()).hasSizeGreaterThan(DRIVERS.size());
        assertThat(results).allSatisfy(each -> assertThat(each.verdict())
                .as(each.labCase().id() + ": " + each.message())
                .isIn(Verdict.PASSED, Verdict.KNOWN_GAP));
        assertThat(server.errors()).isEmpty();
    }

    private Void runCases() throws Exception {
        Set<String> done = new HashSet<>();
        for (CellPlan plan : lab.plans()) {
            // The newest version of a driver stands first.
            if (done.add(plan.cell().driver())) {
                List<LabCase> asked = plan.cases().stream()
                        .filter(each -> SUITES.stream().anyMatch(each.id()::contains))
                        .toList();
                assertThat(asked).isNotEmpty();
                lab.run(plan, asked, new Collecting());
            }
        }
        return null;
    }

    /** Replaces a jar at once, and waits until its next version serves. */
    private void swap(String bundle, String version) throws Exception {
        Path jar = folder.resolve(bundle + ".arriving");
        new VersionJar(PackedServer.program(), bundle).write(version, jar);
        Files.move(
                jar,
                server.deployFolder().resolve(bundle + ".jar"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        server.awaitLog(bundle + " " + version + " serves");
    }

    private final class Collecting implements CaseListener {
        @Override
        public void caseStarted(LabCase labCase) {
            // Its result will do.
        }

        @Override
        public void caseFinished(CaseResult result) {
            results.add(result);
        }
    }
}
