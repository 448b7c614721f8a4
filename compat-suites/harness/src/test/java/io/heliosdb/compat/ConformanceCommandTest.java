package io.heliosdb.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heliosdb.compat.matrix.KnownGaps;
import io.heliosdb.reports.CaseOutcome;
import io.heliosdb.reports.CellOutcome;
import io.heliosdb.reports.ConformanceReport;
import io.heliosdb.reports.Tally;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Whole runs, as a user starts them. */
class ConformanceCommandTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(printed, true, UTF_8);
    private Path out;
    private Path target;

    @BeforeEach
    void copySuites() throws IOException {
        TestSuites.in(folder);
        out = folder.resolve("out");
        target = Files.writeString(folder.resolve("target.yaml"), "product: Fake 1.0\nports: {fake: 5999}\n");
    }

    /** Runs against a server that somebody else looks after. */
    private int conform(String... arguments) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("--suites", folder.toString(), "--target", target.toString()));
        all.addAll(List.of(arguments));
        return run(new ConformanceCommand(stream), all.toArray(String[]::new));
    }

    private int run(ConformanceCommand command, String... arguments) throws InterruptedException {
        printed.reset();
        List<String> all = new ArrayList<>(List.of("--out", out.toString(), "--cache", TestSuites.CACHE.toString()));
        if (!List.of(arguments).contains("--python")) {
            all.addAll(List.of("--python", TestSuites.interpreter()));
        }
        all.addAll(List.of(arguments));
        return new CommandLine(command).execute(all.toArray(String[]::new));
    }

    private String output() {
        return printed.toString(UTF_8);
    }

    @Test
    void isGreenAndLeavesItsResults() throws Exception {
        Path server = folder.resolve("server.sh");
        Files.writeString(
                server,
                """
                printf '{"home":"%s","ports":{"fake":5999}}' $2 > $4.draft; mv $4.draft $4
                echo listening; exec sleep 600
                """);

        assertThat(run(
                        new ConformanceCommand(stream)
                                .withDefaults(folder, List.of("/bin/sh", server.toString()), "HeliosDB 1.0"),
                        "--tier",
                        "gold"))
                .isZero();

        assertThat(output().lines())
                .anyMatch(line -> line.matches("8 cases in 1 cell, provisioned in \\d+\\.\\d s"))
                .anyMatch(line -> line.startsWith("live: HeliosDB 1.0 at 127.0.0.1:5999/demo, ready in "))
                .anyMatch(line -> line.matches("\\[1/1\\] sound@9\\.2\\.0 live  6 passed, 2 skipped  \\d+\\.\\d s"))
                .anyMatch(line -> line.matches("Sound driver  9\\.2\\.0    gold  live +6 +0 +2 +0 +\\d+\\.\\d s  ok"))
                .contains("Green: 6 cases passed.")
                .contains("Report:   " + out.resolve("allure-report.html"))
                .contains("Summary:  " + out.resolve("conformance.json"))
                .contains("Overview: " + out.resolve("overview.html"))
                .anyMatch(line -> line.matches("Gate:     held, \\d+ rules are broken \\(heliosdb gate tells them\\)"));
        assertThat(out.resolve("overview.html")).content().contains("allure-report.html#suites/");
        ConformanceReport report = ConformanceReport.read(out.resolve("conformance.json"));
        assertThat(report.ok()).isTrue();
        assertThat(report.environment())
                .containsEntry("server (live)", "HeliosDB 1.0")
                .containsKeys("JDK", "OS", "Python", "HeliosDB");
        CellOutcome cell = report.cells().get(0);
        assertThat(cell.tally()).isEqualTo(new Tally(6, 0, 2, 0));
        assertThat(cell.cases()).extracting(CaseOutcome::id).startsWith("fake/sound/test_sound.py::test_environment");
        assertThat(out.resolve("allure-report.html"))
                .content()
                .contains("HeliosDB conformance")
                .doesNotContain("googletagmanager");
        assertThat(out.resolve("allure-report/index.html")).content().doesNotContain("googletagmanager");
        JsonNode history = new ObjectMapper()
                .readTree(out.resolve("allure-report/history/history.json").toFile());
        assertThat(history).hasSize(8);
        assertThat(out.resolve("logs")).isDirectoryContaining("glob:**/sound@9.2.0-live.1.log");
        assertThat(out.resolve("logs/server.log")).hasContent("listening");
    }

    @Test
    void isRedWhenSomethingFails() throws Exception {
        assertThat(conform("--driver", "verdicts,empty@9.2.0")).isEqualTo(ConformanceCommand.RED);

        assertThat(output())
                .contains(
                        """
                          failed  verdicts@9.2.0 live  fake/verdicts/test_verdicts.py::test_fails
                                  assert [1, None] == [1, 2]
                        """)
                .contains("  broken  empty@9.2.0 live  harness::collection\n          no case in fake/empty")
                .contains("Not green: 6 of 7 cases failed, 2 of 2 cells are not in order.");
        assertThat(ConformanceReport.read(out.resolve("conformance.json")).ok()).isFalse();
    }

    @Test
    void writesTheListOfGapsAsItWouldHaveToBe() throws Exception {
        assertThat(conform("--driver", "gaps", "--print-gaps", "--jobs", "1")).isEqualTo(ConformanceCommand.RED);

        Path list = out.resolve("known-gaps.yaml");
        assertThat(output()).contains("Gaps:     " + list);
        KnownGaps gaps = KnownGaps.read(out);
        assertThat(gaps.gaps())
                .extracting(gap -> gap.driver() + " " + gap.cases() + " " + gap.reason())
                .contains(
                        "gaps fake/gaps/test_gaps.py::test_known* not built yet",
                        "gaps fake/gaps/test_gaps.py::test_known_but_fails_otherwise TODO",
                        "gaps fake/gaps/test_gaps.py::test_known_but_crashes TODO",
                        "gaps fake/gaps/test_gaps.py::test_expired was to be built",
                        "unlisted fake/sound/test_sound.py::test_gone was there once");
    }

    @Test
    void continuesTheHistoryOfTheLastRun() throws Exception {
        String[] arguments = {"--driver", "sound", "--case", "test_print"};
        conform(arguments);
        conform(arguments);

        JsonNode history = new ObjectMapper()
                .readTree(out.resolve("allure-report/history/history.json").toFile());
        assertThat(history).singleElement().satisfies(each -> assertThat(each.get("items"))
                .hasSize(2));
    }

    @Test
    void refusesToRunNothingAtATime() throws Exception {
        assertThat(conform("--jobs", "0")).isEqualTo(ConformanceCommand.UNABLE);
        assertThat(output().strip()).isEqualTo("jobs 0 (expected: 1 or more)");
    }

    @Test
    void listsWithoutRunning() throws Exception {
        assertThat(conform("--list", "--tier", "gold")).isZero();

        assertThat(output())
                .isEqualTo(
                        """
                        Driver       Title         Tier  Protocol  Lanes
                        sound@9.2.0  Sound driver  gold  fake      live
                        """);
        assertThat(out).doesNotExist();
    }

    @Test
    void listsLanesThatRunOnlyWhenAskedForInBrackets() throws Exception {
        assertThat(conform("--list", "--driver", "own")).isZero();
        assertThat(output()).contains("live, (upstream)");

        assertThat(conform("--list", "--driver", "own", "--lane", "upstream")).isZero();
        assertThat(output()).contains(" upstream").doesNotContain("live");
    }

    @Test
    void saysInOneLineWhyItCannotRun() throws Exception {
        assertThat(conform("--driver", "unheard-of")).isEqualTo(ConformanceCommand.UNABLE);
        assertThat(output().strip())
                .startsWith("no driver 'unheard-of' in the matrix (expected: sound, ")
                .hasLineCount(1);

        assertThat(conform("--lane", "dead")).isEqualTo(ConformanceCommand.UNABLE);
        assertThat(output().strip())
                .isEqualTo("no lane 'dead' (expected: live, reference, upstream, upstream-reference, probe)");

        assertThat(conform("--python", "/no/such/python")).isEqualTo(ConformanceCommand.UNABLE);
        assertThat(output().strip()).startsWith("no Python 3.11 or newer (looked for /no/such/python)");

        assertThat(conform("--driver", "sound", "--case", "nothing")).isEqualTo(ConformanceCommand.UNABLE);
        assertThat(output()).contains("no case of the 1 selected cells matches 'nothing'");
    }

    @Test
    void wantsToKnowWhereTheSuitesAre() throws Exception {
        assertThat(run(new ConformanceCommand(stream))).isEqualTo(ConformanceCommand.UNABLE);
        assertThat(output()).contains("--suites");
    }

    @Test
    void writesAStatusOverTheLastOneOnATerminalOnly() {
        ConsoleProgress terminal = new ConsoleProgress(stream, true, 10);
        terminal.status("one");
        terminal.status("a long status");
        terminal.line("stays");
        assertThat(output()).isEqualTo("one\r\u001b[Ka long st…\r\u001b[Kstays\n");

        printed.reset();
        ConsoleProgress log = new ConsoleProgress(stream, false, 10);
        log.status("one");
        log.line("stays");
        assertThat(output()).isEqualTo("stays\n");
    }

    @Test
    void listsForPrograms() throws Exception {
        assertThat(conform("--list", "--json", "--driver", "sound")).isZero();
        JsonNode list = new ObjectMapper().readTree(output());
        assertThat(list).hasSize(1);
        assertThat(list.get(0).get("driver").asText()).isEqualTo("sound");
        assertThat(list.get(0).get("version").asText()).isNotEmpty();
        assertThat(list.get(0).get("lanes")).isNotEmpty();
        assertThat(list.get(0).fieldNames())
                .toIterable()
                .containsExactly("driver", "version", "title", "tier", "protocol", "lanes");
    }
}
