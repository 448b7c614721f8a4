package io.heliosdb.compat.run;

import static io.heliosdb.reports.Verdict.BROKEN;
import static io.heliosdb.reports.Verdict.FAILED;
import static io.heliosdb.reports.Verdict.KNOWN_GAP;
import static io.heliosdb.reports.Verdict.PASSED;
import static io.heliosdb.reports.Verdict.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.heliosdb.compat.FakeServer;
import io.heliosdb.compat.LabException;
import io.heliosdb.compat.Progress;
import io.heliosdb.compat.TestSuites;
import io.heliosdb.compat.matrix.CasePattern;
import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.matrix.KnownGaps;
import io.heliosdb.compat.matrix.Lane;
import io.heliosdb.compat.matrix.Matrix;
import io.heliosdb.compat.matrix.Selection;
import io.heliosdb.compat.process.Processes;
import io.heliosdb.compat.process.PytestEvent;
import io.heliosdb.compat.provisioning.SourcePackages;
import io.heliosdb.compat.server.ServerUnderTest;
import io.heliosdb.compat.server.Servers;
import io.heliosdb.reports.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the fake suites with real processes. */
class LabTest {

    @TempDir
    private Path folder;

    private FakeServer server = new FakeServer();
    private final RecordingListener listener = new RecordingListener();
    private final List<String> started = new ArrayList<>();
    private ServerUnderTest.Starter starter = () -> server;
    private Optional<CasePattern> pattern = Optional.empty();
    private Duration silence = Duration.ofSeconds(60);

    @BeforeEach
    void copySuites() throws IOException {
        TestSuites.in(folder);
    }

    private void run(String driver) throws InterruptedException {
        run(TestSuites.driver(driver));
    }

    private void run(Selection selection) throws InterruptedException {
        Matrix matrix = Matrix.read(folder);
        Lab.Settings settings = new Lab.Settings(
                matrix, selection, pattern, KnownGaps.read(folder), folder.resolve("logs"), silence, 2);
        Servers servers = new Servers(starter, Map.of(), Progress.SILENT);
        try (Lab lab = new Lab(settings, TestSuites.environments(), servers, Progress.SILENT, List.of(listener))) {
            for (CellPlan plan : lab.plans()) {
                lab.run(plan, plan.cases(), new CaseListener() {
                    @Override
                    public void caseStarted(LabCase labCase) {
                        started.add(labCase.name());
                    }

                    @Override
                    public void caseFinished(CaseResult result) {
                        // The lab's own listener keeps it.
                    }
                });
            }
        }
    }

    /** Runs the suite of {@code own} as if its sources had been fetched. */
    private void runOwnSuite(String tests) throws Exception {
        Selection selection = new Selection(List.of(), List.of("own"), List.of(Lane.UPSTREAM));
        Cell cell = selection.of(Matrix.read(folder)).get(0);
        Path sources = SourcePackages.folder(
                TestSuites.CACHE, cell.upstream().orElseThrow().source());
        Files.createDirectories(sources.resolve("tests"));
        Files.writeString(sources.resolve("tests/test_own.py"), tests);
        run(selection);
    }

    @Test
    void runsADriversOwnSuiteFromItsSources() throws Exception {
        Files.writeString(
                folder.resolve("upstream/fake.gaps.yaml"),
                """
                driver: own
                lanes: [upstream]
                gaps:
                  - {case: "tests/test_own.py::test_gap", message: five, reason: not there yet}
                """);

        runOwnSuite(
                """
                import os, pytest

                def test_prepared(): assert os.environ["FAKE_PORT"] == "5999"
                def test_gap(): assert False, "five"
                @pytest.mark.parametrize("a", [1])
                def test_left_out(a): assert False
                def named(): pass
                globals()["test_named_on_" + os.environ["FAKE_PORT"]] = named
                """);

        assertThat(listener.results())
                .extracting(result -> result.labCase().id(), CaseResult::verdict)
                .containsExactly(
                        tuple("tests/test_own.py::test_prepared", PASSED),
                        tuple("tests/test_own.py::test_gap", KNOWN_GAP),
                        tuple("tests/test_own.py::test_left_out[1]", SKIPPED),
                        tuple("tests/test_own.py::test_named", PASSED));
        assertThat(listener.of("test_left_out[1]").message()).isEqualTo("asks for more than the driver");
        assertThat(listener.of("test_gap").labCase().mustPass()).isFalse();
        assertThat(listener.of("test_gap").labCase().capability()).isEqualTo("own");
        assertThat(listener.cells())
                .containsExactly("started own@9.2.0 upstream with 4", "finished own@9.2.0 upstream on 'Fake 1.0'");
        assertThat(folder.resolve("traces/prepared compat_own_9_2_0 at 5999")).exists();
        assertThat(folder.resolve("traces/cleared up")).exists();
    }

    @Test
    void goesOnWithADriversOwnSuiteAfterACrash() throws Exception {
        runOwnSuite(
                """
                import os

                def test_crash(): os.abort()
                def test_after(): pass
                """);

        assertThat(verdicts()).containsOnly(Map.entry("test_crash", BROKEN), Map.entry("test_after", PASSED));
    }

    private Map<String, Verdict> verdicts() {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        listener.results().forEach(result -> verdicts.put(result.labCase().name(), result.verdict()));
        return verdicts;
    }

    @Test
    void reportsASoundSuiteInItsOrder() throws Exception {
        run("sound");

        assertThat(verdicts())
                .containsExactly(
                        Map.entry("test_environment", PASSED),
                        Map.entry("test_print", PASSED),
                        Map.entry("test_parameters[1]", PASSED),
                        Map.entry("test_parameters[two]", PASSED),
                        Map.entry("test_parameters[sp\\xe4te [Klammer]]", PASSED),
                        Map.entry("test_events_are_not_disturbed", PASSED),
                        Map.entry("test_skipped", SKIPPED),
                        Map.entry("test_skipped_in_setup", SKIPPED));
        assertThat(listener.cells())
                .containsExactly("started sound@9.2.0 live with 8", "finished sound@9.2.0 live on 'Fake 1.0'");
        assertThat(server.timesClosed()).isEqualTo(1);
    }

    @Test
    void knowsWhatACaseSaysOfItself() throws Exception {
        run("sound");

        LabCase environment = listener.of("test_environment").labCase();
        assertThat(environment.id()).isEqualTo("fake/sound/test_sound.py::test_environment");
        assertThat(environment.file()).isEqualTo("fake/sound/test_sound.py");
        assertThat(environment.title()).isEqualTo("The server and the cell are described by the environment.");
        assertThat(environment.description()).endsWith("More about it.");
        assertThat(environment.capability()).isEqualTo("sound");
        assertThat(environment.mustPass()).isTrue();
        assertThat(environment.line()).isPositive();

        CaseResult printed = listener.of("test_print");
        assertThat(printed.labCase().capability()).isEqualTo("printing");
        assertThat(printed.labCase().tags()).containsExactly("slow");
        assertThat(printed.labCase().mustPass()).isFalse();
        assertThat(printed.attachments())
                .extracting(PytestEvent.Attach::text)
                .containsExactly("said on standard output\n", "said on standard error\n");
        assertThat(printed.phases()).extracting(PytestEvent.Phase::phase).containsExactly("setup", "call", "teardown");
    }

    @Test
    void countsACaseAsStartedOnlyWhenItsSetUpHasPassed() throws Exception {
        run("sound");

        assertThat(started).contains("test_environment", "test_skipped").doesNotContain("test_skipped_in_setup");
        assertThat(listener.of("test_skipped_in_setup").message()).isEqualTo("not asked of anybody");
    }

    @Test
    void tellsFailuresFromBrokenCases() throws Exception {
        run("verdicts");

        assertThat(verdicts())
                .containsOnly(
                        Map.entry("test_passes", PASSED),
                        Map.entry("test_fails", FAILED),
                        Map.entry("test_setup_fails", BROKEN),
                        Map.entry("test_teardown_fails", BROKEN),
                        Map.entry("test_must_pass_skipped", FAILED),
                        Map.entry("test_must_pass_skipped_in_setup", FAILED));
        assertThat(listener.of("test_fails").message()).contains("assert [1, None] == [1, 2]");
        assertThat(listener.of("test_fails").trace()).contains("test_verdicts.py");
        assertThat(listener.of("test_setup_fails").message()).contains("no connection");
        assertThat(listener.of("test_teardown_fails").message()).contains("connection was not closed");
        assertThat(listener.of("test_must_pass_skipped").message())
                .isEqualTo("a must-pass case was skipped: feature is off");
    }

    @Test
    void goesOnInAFreshProcessAfterACrash() throws Exception {
        run("crash");

        assertThat(verdicts())
                .containsOnly(
                        Map.entry("test_before", PASSED),
                        Map.entry("test_crash", BROKEN),
                        Map.entry("test_between", PASSED),
                        Map.entry("test_exit", BROKEN),
                        Map.entry("test_after", PASSED));
        CaseResult crash = listener.of("test_crash");
        assertThat(crash.message()).isEqualTo("the interpreter died in mid-test, exit 134 (signal 6)");
        assertThat(crash.trace()).contains("Fatal Python error: Aborted", "in test_crash");
        assertThat(crash.attachments()).extracting(PytestEvent.Attach::name).contains("driver log");
        assertThat(listener.of("test_exit").message()).isEqualTo("the interpreter died in mid-test, exit 3");
    }

    @Test
    void endsACaseThatHangsAndShowsWhere() throws Exception {
        silence = Duration.ofSeconds(3);

        run("hang");

        assertThat(verdicts())
                .containsExactly(
                        Map.entry("test_before", PASSED),
                        Map.entry("test_hang", BROKEN),
                        Map.entry("test_after", PASSED));
        CaseResult hang = listener.of("test_hang");
        assertThat(hang.message()).isEqualTo("no sign of life for 3 s, so the process was ended");
        assertThat(hang.trace()).contains("in wait_for_ever", "in test_hang");
    }

    @Test
    void isNotHeldUpByAChildThatADriverLeavesBehind() throws Exception {
        run("orphan");

        assertThat(verdicts()).containsExactly(Map.entry("test_leaves_a_child_behind", PASSED));
        Processes.awaitEnd(Processes.awaitNumber(folder.resolve("orphan.pid")));
    }

    @Test
    void makesAFaultOfEachFileThatCannotBeCollectedAndRunsTheRest() throws Exception {
        run("broken");

        assertThat(listener.results())
                .extracting(result -> result.labCase().id() + " " + result.verdict())
                .containsExactlyInAnyOrder(
                        "fake/broken/test_import.py::collection BROKEN",
                        "fake/broken/test_syntax.py::collection BROKEN",
                        "fake/broken/test_fine.py::test_fine PASSED");
        assertThat(listener.results())
                .filteredOn(result -> result.labCase().file().endsWith("test_import.py"))
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.message()).contains("no_such_module");
                    assertThat(result.labCase().mustPass()).isTrue();
                    assertThat(result.labCase().capability()).isEqualTo(LabCase.HARNESS);
                });
    }

    @Test
    void makesAFaultOfAProcessThatDoesNotComeToCollecting() throws Exception {
        run("unloadable");

        assertThat(listener.of("collection").message())
                .startsWith("the interpreter died while it collected, exit 4\n")
                .contains("ModuleNotFoundError: No module named 'no_such_driver'");
    }

    @Test
    void makesAFaultOfASuiteWithoutCases() throws Exception {
        run("empty");

        assertThat(listener.results()).singleElement().satisfies(result -> {
            assertThat(result.labCase().id()).isEqualTo("harness::collection");
            assertThat(result.verdict()).isEqualTo(BROKEN);
            assertThat(result.message()).startsWith("no case in fake/empty");
        });
    }

    @Test
    void makesAFaultOfAProcessThatCrashesAfterItsLastCase() throws Exception {
        run("exit");

        assertThat(verdicts())
                .containsExactly(Map.entry("test_passes_and_crashes_later", PASSED), Map.entry("process 1", BROKEN));
        assertThat(listener.of("process 1").message())
                .startsWith("the interpreter died after its last case, exit 134 (signal 6)");
    }

    @Test
    void judgesKnownGapsByTheirMessage() throws Exception {
        run("gaps");

        assertThat(verdicts())
                .containsOnly(
                        Map.entry("test_known", KNOWN_GAP),
                        Map.entry("test_known_but_passes", FAILED),
                        Map.entry("test_known_but_fails_otherwise", FAILED),
                        Map.entry("test_known_but_crashes", BROKEN),
                        Map.entry("test_expired", FAILED));
        assertThat(listener.of("test_known").message()).startsWith("known gap: not built yet\n");
        assertThat(listener.of("test_known_but_passes").message()).contains("take it off the list");
        assertThat(listener.of("test_known_but_fails_otherwise").message())
                .contains("lost a row", "known to fail with a message that matches");
        assertThat(listener.of("test_expired").message()).contains("known gap until 2020-01-01");
    }

    @Test
    void repeatsWhatHasFailedAloneWithThePacketLogOn() throws Exception {
        Files.createDirectories(folder.resolve("home/etc"));
        Files.createDirectories(folder.resolve("home/log"));
        Path levels = Files.writeString(folder.resolve("home/etc/log.cfg"), "root = INFO\n");
        server = new FakeServer(Optional.empty(), Optional.of(folder.resolve("home")));

        run("flaky");

        assertThat(verdicts())
                .containsOnly(
                        Map.entry("test_passes_when_repeated", FAILED),
                        Map.entry("test_fails_again", FAILED),
                        Map.entry("test_known_flaky", KNOWN_GAP),
                        Map.entry("test_passes", PASSED));
        CaseResult flaky = listener.of("test_passes_when_repeated");
        assertThat(flaky.flaky()).isTrue();
        assertThat(flaky.message()).startsWith("AssertionError: not yet").endsWith("passed when it was repeated)");
        assertThat(flaky.outcome().flaky()).isTrue();
        CaseResult failed = listener.of("test_fails_again");
        assertThat(failed.flaky()).isFalse();
        assertThat(failed.attachments())
                .filteredOn(each -> each.name().equals("packet trace"))
                .extracting(PytestEvent.Attach::text)
                .containsExactly("client 1 received Query");
        assertThat(levels).hasContent("root = INFO");
    }

    @Test
    void repeatsOnlySoMany() throws Exception {
        run("many");

        assertThat(listener.results()).hasSize(25);
        assertThat(folder.resolve("logs/many@9.2.0-live.repeated.1.selection"))
                .content()
                .hasLineCount(CellRunner.MAXIMUM_REPETITIONS);
    }

    @Test
    void makesAFaultOfAListedCaseThatIsNotThere() throws Exception {
        run("unlisted");

        assertThat(listener.of("known-gaps").message())
                .startsWith("a listed test that did not run: fake/sound/test_sound.py::test_gone\n");
        assertThat(listener.of("known-gaps").verdict()).isEqualTo(BROKEN);
        assertThat(listener.of("test_print").verdict()).isEqualTo(PASSED);
    }

    @Test
    void doesNotMissAListedCaseThatWasNotAskedFor() throws Exception {
        pattern = Optional.of(CasePattern.part("test_print"));

        run("unlisted");

        assertThat(verdicts()).containsExactly(Map.entry("test_print", PASSED));
    }

    @Test
    void collectsAgainOnlyWhenAFileHasChanged() throws Exception {
        Path log = folder.resolve("logs/sound@9.2.0-live.collection.log");
        Path suite = folder.resolve("fake/sound/test_sound.py");
        String own = "# " + folder + "\n";
        Files.writeString(suite, Files.readString(suite) + own);
        run("sound");
        assertThat(log).exists();
        Map<String, Verdict> first = verdicts();

        Files.delete(log);
        listener.results().clear();
        run("sound");
        assertThat(log).doesNotExist();
        assertThat(verdicts()).isEqualTo(first);

        Files.writeString(suite, "\n\ndef test_new():\n    pass\n", StandardOpenOption.APPEND);
        listener.results().clear();
        run("sound");
        assertThat(log).exists();
        assertThat(listener.of("test_new").verdict()).isEqualTo(PASSED);
    }

    @Test
    void runsOnlyTheCasesThatMatch() throws Exception {
        pattern = Optional.of(CasePattern.part("test_parameters[*o]"));

        run("sound");

        assertThat(verdicts()).containsExactly(Map.entry("test_parameters[two]", PASSED));
    }

    @Test
    void refusesAPatternThatNothingMatches() {
        pattern = Optional.of(CasePattern.part("test_nothing"));

        assertThatThrownBy(() -> run("sound"))
                .isInstanceOf(LabException.class)
                .hasMessage("no case of the 1 selected cells matches 'test_nothing'");
    }

    @Test
    void saysWhichPackageOfTheSystemIsMissing() throws Exception {
        run("needy");

        assertThat(listener.of("needs").message())
                .isEqualTo("not run: needs tdsodbc, install with: apt install tdsodbc");
        assertThat(listener.of("needs").verdict()).isEqualTo(BROKEN);
    }

    @Test
    void doesNotRunTlsCasesAgainstAServerWithoutTls() throws Exception {
        run("secure");

        assertThat(listener.results()).hasSize(8).allSatisfy(result -> {
            assertThat(result.verdict()).isEqualTo(BROKEN);
            assertThat(result.message()).startsWith("not run: needs TLS");
        });
    }

    @Test
    void noticesThatAnotherVersionIsInstalledThanTheMatrixSays() throws Exception {
        run("renamed");

        assertThat(listener.of("version").message()).endsWith("installs pytest 9.2.0 (expected: 1.0.0)");
    }

    @Test
    void makesAFaultOfAnEnvironmentThatCannotBeMade() throws Exception {
        run("unlocked");

        assertThat(listener.of("environment").message()).startsWith("cannot make the environment of unlocked@9.2.0");
    }

    @Test
    void breaksEveryCaseOfALaneWhoseServerDoesNotStart() throws Exception {
        starter = () -> {
            throw new LabException("port 5432 is taken");
        };

        run("verdicts");

        assertThat(listener.results()).hasSize(6).allSatisfy(result -> {
            assertThat(result.verdict()).isEqualTo(BROKEN);
            assertThat(result.message()).isEqualTo("port 5432 is taken");
        });
    }

    @Test
    void breaksTheReferenceLaneWhereThereIsNoGenuineServer() throws Exception {
        run("genuine");

        assertThat(listener.results()).hasSize(8).allSatisfy(result -> assertThat(result.message())
                .isEqualTo("no genuine Fake server can be had here"));
    }

    @Test
    void makesAFaultOfAServerThatEndsDuringTheRun() throws Exception {
        server.die();

        run("verdicts");

        assertThat(listener.results()).hasSize(7);
        assertThat(listener.of("server").message()).startsWith("the server ended while the cell ran");
    }
}
