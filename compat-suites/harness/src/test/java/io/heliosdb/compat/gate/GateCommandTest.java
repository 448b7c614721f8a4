package io.heliosdb.compat.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.compat.TestSuites;
import io.heliosdb.compat.matrix.Yaml;
import io.heliosdb.reports.CaseOutcome;
import io.heliosdb.reports.CellOutcome;
import io.heliosdb.reports.ConformanceReport;
import io.heliosdb.reports.Verdict;
import io.heliosdb.reports.gate.GateRules;
import io.heliosdb.reports.gate.Threshold;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The gate as a user calls it. Its rules are tested where they are written. */
class GateCommandTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Path rules;
    private Path published;
    private Path page;

    @BeforeEach
    void writeRules() throws IOException {
        rules = Files.writeString(
                folder.resolve("gate.yaml"), "tiers:\n  gold: {lanes: [live], extended: 50 %, known-gaps: 0}\n");
        published = folder.resolve("published");
        page = folder.resolve("COMPATIBILITY.md");
    }

    private int gate(String... options) {
        printed.reset();
        List<String> all = new ArrayList<>(List.of("--rules=" + rules, "--published=" + published, "--page=" + page));
        all.addAll(List.of(options));
        return new CommandLine(new GateCommand(new PrintStream(printed, true, UTF_8)))
                .execute(all.toArray(String[]::new));
    }

    private String output() {
        return printed.toString(UTF_8);
    }

    private static CellOutcome cell(String version, Verdict verdict) {
        CaseOutcome first = new CaseOutcome("f::a", null, "types", true, Verdict.PASSED, null, 1, false, null);
        CaseOutcome second = new CaseOutcome("f::b", null, "types", true, verdict, "why", 1, false, null);
        return new CellOutcome(
                "gold", "postgresql", "d", null, version, "live", "HeliosDB 1.0", "3.11", 1, List.of(first, second));
    }

    private String results(String name, boolean filtered, CellOutcome... cells) throws IOException {
        ConformanceReport report = new ConformanceReport(
                ConformanceReport.FORMAT,
                Instant.parse("2026-11-23T10:00:00Z"),
                1,
                Map.of("HeliosDB", "HeliosDB 1.0"),
                List.of(new ConformanceReport.Tier("gold", "Gold")),
                List.of(
                        new ConformanceReport.PlannedCell("gold", "d", "1.0", "live"),
                        new ConformanceReport.PlannedCell("gold", "d", "2.0", "live")),
                filtered,
                List.of(cells));
        report.write(folder.resolve(name).resolve("conformance.json"));
        return "--results=" + folder.resolve(name);
    }

    @Test
    void publishesAndThenComparesWithIt() throws IOException {
        String sound = results("sound", false, cell("1.0", Verdict.PASSED), cell("2.0", Verdict.PASSED));
        String broken = results("broken", false, cell("1.0", Verdict.PASSED), cell("2.0", Verdict.FAILED));

        assertThat(gate(sound)).as("nothing published yet").isEqualTo(GateCommand.HELD);
        assertThat(output())
                .contains("there is no published report to compare with")
                .contains("Gate: held, 1 rule is broken");
        assertThat(gate(sound, "--publish")).isZero();
        assertThat(output())
                .contains("Gate: open, 2 driver versions keep every rule")
                .contains("Published: " + published.resolve("baseline.json"));
        assertThat(page).content().contains("| [d](#d) | 1.0 | Gold | 2 of 2 |");
        assertThat(published.resolve("badges/d.svg")).content().contains("gold · 2 of 2");

        assertThat(gate(sound)).isZero();
        assertThat(output()).contains("Overview: " + folder.resolve("sound/overview.html"));
        assertThat(gate(broken)).isEqualTo(GateCommand.HELD);
        assertThat(output().lines())
                .containsExactly(
                        "must-pass: d@2.0 live f::b: a must-pass case failed: why; mend it: a release needs it to pass",
                        "Overview: " + folder.resolve("broken/overview.html"),
                        "Gate: held, 1 rule is broken");
    }

    @Test
    void publishesWhatBreaksRulesOnlyByForce() throws IOException {
        String broken = results("broken", false, cell("1.0", Verdict.PASSED), cell("2.0", Verdict.FAILED));

        assertThat(gate(broken, "--publish")).isEqualTo(GateCommand.HELD);
        assertThat(output()).endsWith("Not published. To publish all the same: heliosdb gate --publish --force\n");
        assertThat(published).doesNotExist();
        assertThat(page).doesNotExist();

        assertThat(gate(broken, "--publish", "--force")).isZero();
        assertThat(output()).endsWith("Published by force, although 1 rule is broken\n");
        assertThat(published.resolve("baseline.json")).exists();
    }

    @Test
    void neverPublishesAPartOfTheCases() throws IOException {
        String part = results("part", true, cell("1.0", Verdict.PASSED), cell("2.0", Verdict.PASSED));

        assertThat(gate(part, "--publish", "--force")).isEqualTo(GateCommand.HELD);
        assertThat(output()).contains("Not published: a part of the cases says nothing of the rest");
        assertThat(published).doesNotExist();
    }

    @Test
    void judgesTheWorkOfSeveralJobsAsOne() throws IOException {
        String one = results("one", false, cell("1.0", Verdict.PASSED));
        String two = results("two", false, cell("2.0", Verdict.PASSED));

        assertThat(gate(one, "--publish", "--force")).isZero();
        assertThat(output()).contains("ran: d@2.0 live: is planned and did not run");
        assertThat(gate(one, two, "--overview=" + folder.resolve("all"))).isZero();
        assertThat(folder.resolve("all/overview.html")).content().contains("2 driver versions keep every rule");
        assertThat(gate(one, one)).isEqualTo(GateCommand.UNABLE);
        assertThat(output()).isEqualTo("the results are not those of one matrix: d@1.0 live stands in two reports\n");
    }

    @Test
    void saysInOneLineWhyItCannotJudge() throws IOException {
        assertThat(gate("--results=" + folder.resolve("none"))).isEqualTo(GateCommand.UNABLE);
        assertThat(output())
                .isEqualTo("no results: there is no " + folder.resolve("none/conformance.json")
                        + "; make them with heliosdb conform\n");

        String sound = results("sound", false, cell("1.0", Verdict.PASSED), cell("2.0", Verdict.PASSED));
        assertThat(gate(sound, "--baseline=" + folder.resolve("none"))).isEqualTo(GateCommand.UNABLE);
        assertThat(output())
                .contains("is no folder (expected: the published report")
                .hasLineCount(1);

        assertThat(gate(sound, "--force")).isEqualTo(GateCommand.UNABLE);
        assertThat(output()).isEqualTo("--force goes with --publish only: nothing opens a held gate\n");

        Files.writeString(rules, "tiers:\n  gold: {lanes: [live], extended: most}\n");
        assertThat(gate(sound)).isEqualTo(GateCommand.UNABLE);
        assertThat(output()).startsWith(rules + ", line 2: ").contains("'most' (expected: a number of cases");

        Files.writeString(rules, "tiers:\n  gold: {lanes: [live], extendet: 9}\n");
        assertThat(gate(sound)).isEqualTo(GateCommand.UNABLE);
        assertThat(output()).contains("unknown key 'extendet'");

        Files.createDirectories(published);
        Files.writeString(published.resolve("baseline.json"), "{}");
        writeRules();
        assertThat(gate(sound)).isEqualTo(GateCommand.UNABLE);
        assertThat(output()).startsWith("the published report cannot be read: ");
    }

    @Test
    void readsTheRulesOfTheRealMatrix() {
        GateRules real = Yaml.read(TestSuites.REAL.resolve(ReleaseGate.FILE), GateRules.class);

        assertThat(real.tiers()).containsOnlyKeys("gold", "silver", "bronze", "community", "probes");
        assertThat(real.tiers().values())
                .allSatisfy(tier -> assertThat(tier.mustPass()).isEqualTo(Threshold.ALL))
                .allSatisfy(tier -> assertThat(tier.regressions()).isZero())
                .allSatisfy(tier -> assertThat(tier.lanes()).containsAnyOf("live", "probe"));
        assertThat(real.upstream()).isNotEmpty();
    }
}
