package io.heliosdb.compat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectDirectory;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.testkit.engine.EventConditions.abortedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.displayName;
import static org.junit.platform.testkit.engine.EventConditions.dynamicTestRegistered;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedSuccessfully;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.skippedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.heliosdb.compat.TestSuites;
import io.heliosdb.reports.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectDirectories;
import org.junit.platform.suite.api.Suite;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

class CompatTestEngineTest {

    @TempDir
    private Path folder;

    private Path target;

    @BeforeEach
    void copySuites() throws IOException {
        TestSuites.in(folder);
        target = Files.writeString(folder.resolve("target.yaml"), "product: Fake 1.0\nports: {fake: 5999}\n");
    }

    private EngineTestKit.Builder engine(String drivers) throws InterruptedException {
        return EngineTestKit.engine(CompatTestEngine.ID)
                .selectors(selectDirectory(folder.toString()))
                .configurationParameter(LabParameters.DRIVERS, drivers)
                .configurationParameter(LabParameters.TARGET, target.toString())
                .configurationParameter(LabParameters.CACHE, TestSuites.CACHE.toString())
                .configurationParameter(LabParameters.PYTHON, TestSuites.interpreter())
                .configurationParameter(LabParameters.OUT, folder.resolve("out").toString());
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(TestEngine.class).stream().map(ServiceLoader.Provider::type))
                .contains(CompatTestEngine.class);
    }

    @Test
    void staysOutOfTheWayOfOtherTests() {
        EngineExecutionResults results = EngineTestKit.engine(CompatTestEngine.ID)
                .selectors(
                        selectClass(CompatTestEngineTest.class),
                        selectDirectory(folder.resolve("fake").toString()))
                .execute();

        results.testEvents()
                .assertStatistics(statistics -> statistics.started(0).skipped(0));
        results.containerEvents()
                .assertStatistics(statistics -> statistics.started(1).succeeded(1));
    }

    @Test
    void showsEachCaseAsATest() throws Exception {
        EngineExecutionResults results = engine("sound").execute();

        results.testEvents()
                .assertStatistics(statistics ->
                        statistics.started(7).succeeded(6).aborted(1).skipped(1).failed(0));
        results.testEvents()
                .assertThatEvents()
                .haveExactly(1, event(test(), displayName("test_environment"), finishedSuccessfully()))
                .haveExactly(
                        1,
                        event(test(), displayName("test_skipped_in_setup"), skippedWithReason("not asked of anybody")))
                .haveExactly(
                        1,
                        event(
                                test(),
                                displayName("test_skipped"),
                                abortedWithReason(message("not asked of this driver"))));
        // Root, tier, driver, lane, file.
        results.containerEvents()
                .assertStatistics(statistics -> statistics.started(5).succeeded(5));
        assertThat(folder.resolve("out/allure-results")).isNotEmptyDirectory();
    }

    @Test
    void givesFailuresPythonsExplanationAndAbortsKnownGaps() throws Exception {
        EngineExecutionResults results = engine("verdicts,gaps").execute();

        results.testEvents()
                .assertStatistics(statistics ->
                        statistics.started(11).failed(9).aborted(1).succeeded(1));
        results.testEvents()
                .failed()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                displayName("test_fails"),
                                finishedWithFailure(message(text -> text.contains("assert [1, None] == [1, 2]")
                                        && text.contains("test_verdicts.py")))));
        results.testEvents()
                .aborted()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                displayName("test_known"),
                                abortedWithReason(message(text -> text.startsWith("known gap: not built yet")))));
    }

    @Test
    void runsCellsSideBySide() throws Exception {
        EngineExecutionResults results = engine("meet-a,meet-b")
                .configurationParameter(LabParameters.JOBS, "2")
                .execute();

        results.testEvents()
                .assertStatistics(statistics -> statistics.started(2).succeeded(2));
        // Root and tier once; driver, lane and file of each.
        results.containerEvents()
                .assertStatistics(statistics -> statistics.started(8).succeeded(8));
    }

    @Test
    void givesEachCellItsResultWhateverHappensToTheOthers() throws Exception {
        EngineExecutionResults results = engine("crash,orphan,broken,unloadable,empty,exit,sound")
                .configurationParameter(LabParameters.JOBS, "4")
                .execute();

        results.testEvents().assertStatistics(statistics -> statistics
                .started(5 + 1 + 3 + 1 + 1 + 2 + 7)
                .failed(2 + 2 + 1 + 1 + 1)
                .skipped(1));
        results.testEvents()
                .succeeded()
                .assertThatEvents()
                .haveExactly(1, event(displayName("test_after")))
                .haveExactly(1, event(displayName("test_leaves_a_child_behind")))
                .haveExactly(1, event(displayName("test_fine")));
    }

    @Test
    void addsWhatTurnsUpOnlyWhenACellRuns() throws Exception {
        EngineExecutionResults results = engine("exit").execute();

        results.allEvents()
                .assertThatEvents()
                .haveExactly(1, event(test(), dynamicTestRegistered("process 1")))
                .haveExactly(1, event(displayName("process 1"), finishedWithFailure()));
    }

    @Test
    void runsWhatAUniqueIdSelects() throws Exception {
        String driver = "[engine:compat]/[tier:gold]/[driver:sound@9.2.0]";
        EngineExecutionResults results = engine("sound,verdicts")
                .selectors(selectUniqueId(driver + "/[lane:live]/[file:fake%2Fsound%2Ftest_sound.py]"
                        + "/[case:fake%2Fsound%2Ftest_sound.py%3A%3Atest_print]"))
                .execute();

        results.testEvents()
                .assertThatEvents()
                .haveExactly(1, event(displayName("test_print"), finishedSuccessfully()));
        results.testEvents().assertStatistics(statistics -> statistics.started(1));
    }

    @Test
    void runsWhatATagSelects() throws Exception {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                // Or a build's own -Dcompat.cases would select here, too.
                .enableImplicitConfigurationParameters(false)
                .selectors(selectDirectory(folder.toString()))
                .filters(TagFilter.includeTags("must_pass"))
                .configurationParameter(LabParameters.DRIVERS, "sound,broken")
                .configurationParameter(LabParameters.TARGET, target.toString())
                .configurationParameter(LabParameters.CACHE, TestSuites.CACHE.toString())
                .configurationParameter(LabParameters.PYTHON, TestSuites.interpreter())
                .configurationParameter(LabParameters.OUT, folder.resolve("out").toString())
                .build();
        TestPlan plan = LauncherFactory.create(LauncherConfig.builder()
                        .enableTestEngineAutoRegistration(false)
                        .addTestEngines(new CompatTestEngine())
                        .build())
                .discover(request);

        List<String> tests = new ArrayList<>();
        for (TestIdentifier root : plan.getRoots()) {
            for (TestIdentifier each : plan.getDescendants(root)) {
                if (each.isTest()) {
                    tests.add(each.getLegacyReportingName());
                }
            }
        }
        assertThat(tests)
                .containsExactlyInAnyOrder(
                        "sound@9.2.0 live fake/sound/test_sound.py::test_environment",
                        "broken@9.2.0 live fake/broken/test_import.py::collection",
                        "broken@9.2.0 live fake/broken/test_syntax.py::collection");
    }

    @Test
    void knowsWhereACaseStandsAndWhatItBelongsTo() throws Exception {
        TestDescriptor root = EngineTestKit.engine(new CompatTestEngine())
                .selectors(selectDirectory(folder.toString()))
                .configurationParameter(LabParameters.DRIVERS, "sound")
                .configurationParameter(LabParameters.LANES, "live")
                .configurationParameter(LabParameters.TIERS, "gold")
                .configurationParameter(LabParameters.CASES, "test_print")
                .configurationParameter(LabParameters.TARGET, target.toString())
                .configurationParameter(LabParameters.CACHE, TestSuites.CACHE.toString())
                .configurationParameter(LabParameters.PYTHON, TestSuites.interpreter())
                .configurationParameter(LabParameters.OUT, folder.resolve("out").toString())
                .execute()
                .testEvents()
                .started()
                .stream()
                .findFirst()
                .orElseThrow()
                .getTestDescriptor();

        assertThat(root.getTags())
                .extracting(TestTag::getName)
                .containsExactlyInAnyOrder("gold", "fake", "sound", "live", "slow", "printing");
        FileSource source = (FileSource) root.getSource().orElseThrow();
        assertThat(source.getFile())
                .isEqualTo(folder.resolve("fake/sound/test_sound.py").toFile());
        assertThat(source.getPosition().map(FilePosition::getLine))
                .hasValueSatisfying(line -> assertThat(line).isGreaterThan(20));
        assertThat(root.getParent()
                        .orElseThrow()
                        .getParent()
                        .orElseThrow()
                        .getParent()
                        .orElseThrow()
                        .getDisplayName())
                .isEqualTo("Sound driver 9.2.0");
    }

    /** What a build needs so that its IDE and its reports show each Python case as a test. */
    @Suite
    @IncludeEngines(CompatTestEngine.ID)
    @SelectDirectories("target/lab-suite")
    @ConfigurationParameter(key = LabParameters.DRIVERS, value = "sound")
    @ConfigurationParameter(key = LabParameters.TARGET, value = "target/lab-suite/target.yaml")
    @ConfigurationParameter(key = LabParameters.CACHE, value = "target/lab-cache")
    @ConfigurationParameter(key = LabParameters.OUT, value = "target/lab-suite/out")
    static final class DriverConformance {}

    @Test
    void isOneAnnotationAwayFromASuite() throws Exception {
        Path suites = Path.of("target", "lab-suite");
        Trees.delete(suites);
        TestSuites.in(Files.createDirectories(suites));
        Files.copy(target, suites.resolve("target.yaml"));

        EngineExecutionResults results = EngineTestKit.engine("junit-platform-suite")
                .selectors(selectClass(DriverConformance.class))
                .execute();

        results.testEvents()
                .assertStatistics(statistics ->
                        statistics.started(7).succeeded(6).aborted(1).skipped(1).failed(0));
    }
}
