package io.heliosdb.mutations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Breaks the server in one way at a time and lets the lab look at it: some case must be red each time, and none when
 * nothing is broken. The table of what noticed what goes to {@code target/mutations.md}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutationCheckIT {
    private static final List<String> MUTATED = List.of("pg.protocol", "mysql.protocol", "mysql.auth-caching-sha2");
    private static final String VERSION = "99.0.0";

    private final Map<Mutation, List<CaseResult>> noticed = new TreeMap<>();
    private MutationCases cases;
    private PackedServer server;
    private Lab lab;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        cases = MutationCases.read(!System.getProperty("heliosdb.mutations").equals("all"));
        List<Path> jars = new ArrayList<>();
        for (String bundle : MUTATED) {
            jars.add(folder.resolve(bundle + ".jar"));
            new VersionJar(PackedServer.program(), bundle).write(VERSION, Optional.empty(), jars.get(jars.size() - 1));
        }
        server = PackedServer.start(Map.of("io.heliosdb.deploy", "probes = false\n"), jars.toArray(Path[]::new));
        for (String bundle : MUTATED) {
            server.awaitLog(bundle + " " + VERSION + " serves");
        }
        Path suites =
                Path.of(System.getProperty("heliosdb.suites")).toAbsolutePath().normalize();
        lab = LabFactory.create(
                ConformanceOptions.builder(suites)
                        .selection(new Selection(List.of(), List.copyOf(cases.drivers()), List.of(Lane.LIVE)))
                        .target(Optional.of(server.target()))
                        .out(Path.of("target", "mutations"))
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
        writeTable();
    }

    private List<CaseResult> run(Mutation mutation) throws IOException, InterruptedException {
        server.mutationSwitch().set(mutation);
        List<CaseResult> results = new ArrayList<>();
        Map<String, Set<String>> parts = cases.of(mutation);
        Set<String> drivers = new HashSet<>();
        for (CellPlan plan : lab.plans()) {
            String driver = plan.cell().driver();
            // The newest version of a driver stands first.
            if (parts.containsKey(driver) && drivers.add(driver)) {
                List<LabCase> asked = plan.cases().stream()
                        .filter(each -> each.fault().isPresent()
                                || parts.get(driver).stream().anyMatch(each.id()::contains))
                        .toList();
                assertThat(asked)
                        .as("cases of %s for %s", driver, mutation.id())
                        .isNotEmpty();
                lab.run(plan, asked, collecting(results));
            }
        }
        assertThat(drivers).isEqualTo(parts.keySet());
        return results;
    }

    private static CaseListener collecting(List<CaseResult> results) {
        return new CaseListener() {
            @Override
            public void caseStarted(LabCase labCase) {
                // Its result will do.
            }

            @Override
            public void caseFinished(CaseResult result) {
                results.add(result);
            }
        };
    }

    private List<CaseResult> red(Mutation mutation) throws IOException, InterruptedException {
        return run(mutation).stream().filter(each -> each.verdict().isFailure()).toList();
    }

    @TestFactory
    Stream<DynamicTest> theLabNotices() {
        return Stream.concat(
                Stream.of(dynamicTest("nothing, where nothing is wrong", this::noticesNothing)),
                cases.mutations().stream()
                        .map(mutation -> dynamicTest("that " + mutation.effect(), () -> notices(mutation))));
    }

    private void noticesNothing() throws Exception {
        assertThat(run(Mutation.NONE)).allSatisfy(each -> assertThat(each.verdict())
                .as(each.labCase().id() + ": " + each.message())
                .isIn(Verdict.PASSED, Verdict.KNOWN_GAP));
    }

    private void notices(Mutation mutation) throws Exception {
        List<CaseResult> red = red(mutation);
        noticed.put(mutation, red);
        assertThat(red).as("red cases when %s", mutation.effect()).isNotEmpty();
    }

    @Test
    void everyMutationHasItsCases() throws IOException {
        Set<Mutation> all = EnumSet.allOf(Mutation.class);
        all.remove(Mutation.NONE);
        assertThat(MutationCases.read(false).mutations()).containsExactlyInAnyOrderElementsOf(all);
    }

    private void writeTable() throws IOException {
        StringBuilder table = new StringBuilder("| mutation | what a user sees | red cases |\n|---|---|---|\n");
        noticed.forEach((mutation, red) -> table.append("| ")
                .append(mutation.id())
                .append(" | ")
                .append(mutation.effect())
                .append(" | ")
                .append(String.join(
                        ", ", red.stream().map(each -> each.labCase().id()).toList()))
                .append(" |\n"));
        Files.writeString(Files.createDirectories(Path.of("target")).resolve("mutations.md"), table);
    }
}
