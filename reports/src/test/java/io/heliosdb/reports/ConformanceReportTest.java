package io.heliosdb.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceReportTest {

    @TempDir
    private Path folder;

    static CaseOutcome outcome(String name, Verdict verdict) {
        return new CaseOutcome("f::" + name, null, "types", true, verdict, null, 12, false, null);
    }

    static CellOutcome cell(String driver, String lane, Verdict... verdicts) {
        List<CaseOutcome> cases = IntStream.range(0, verdicts.length)
                .mapToObj(number -> outcome("c" + number, verdicts[number]))
                .toList();
        return new CellOutcome(
                "gold", "postgresql", driver, null, "1.0", lane, "HeliosDB 1.0", "3.11.7", 12_345, cases);
    }

    static ConformanceReport report(CellOutcome... cells) {
        return new ConformanceReport(
                ConformanceReport.FORMAT,
                Instant.parse("2026-11-23T10:00:00Z"),
                99_950,
                Map.of("JDK", "17"),
                List.of(new ConformanceReport.Tier("gold", "Gold")),
                List.of(new ConformanceReport.PlannedCell("gold", "psycopg2", "1.0", "live")),
                false,
                List.of(cells));
    }

    @Test
    void readsWhatItWrites() throws IOException {
        CellOutcome live = cell("psycopg2", "live", Verdict.values());
        CaseOutcome gap = new CaseOutcome(
                "f::gap",
                "A gap",
                "types",
                false,
                Verdict.KNOWN_GAP,
                "known gap",
                3,
                true,
                new CaseOutcome.ListedGap("not yet", true, true, "2027-03-31"));
        ConformanceReport report = report(
                new CellOutcome(
                        "gold", "mysql", "pymysql", null, "1.0", "live", "HeliosDB 1.0", "3.11.7", 1, List.of(gap)),
                live,
                cell("psycopg2", "reference", Verdict.PASSED));
        Path file = folder.resolve("deep/conformance.json");

        report.write(file);
        report.write(file);

        assertThat(ConformanceReport.read(file)).isEqualTo(report);
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**.draft");
    }

    @Test
    void saysForOtherToolsWhatFollowsFromTheCases() throws IOException {
        Path file = folder.resolve("conformance.json");
        report(cell("psycopg2", "live", Verdict.values())).write(file);

        JsonNode json = new ObjectMapper().readTree(file.toFile());

        assertThat(json.get("ok").asBoolean()).isFalse();
        assertThat(json.get("startedAt").asText()).isEqualTo("2026-11-23T10:00:00Z");
        assertThat(json.at("/tally/failed").asInt()).isEqualTo(2);
        assertThat(json.at("/cells/0/tally/gaps").asInt()).isEqualTo(1);
        assertThat(json.at("/cells/0/capabilities/types/passed").asInt()).isEqualTo(1);
        assertThat(json.at("/cells/0/cases/0/title").asText()).isEqualTo("f::c0");
    }

    @Test
    void isGreenOnlyWhenEveryCellRanAndNothingFailed() {
        assertThat(report(cell("a", "live", Verdict.PASSED, Verdict.SKIPPED, Verdict.KNOWN_GAP))
                        .ok())
                .isTrue();
        assertThat(report(cell("a", "live", Verdict.PASSED), cell("b", "live", Verdict.FAILED))
                        .ok())
                .isFalse();
        assertThat(report(cell("a", "live", Verdict.PASSED, Verdict.BROKEN)).ok())
                .isFalse();
        assertThat(report(cell("a", "live", Verdict.SKIPPED)).ok())
                .as("only skipped")
                .isFalse();
        assertThat(report(cell("a", "live")).ok()).as("no case").isFalse();
        assertThat(report().ok()).as("no cell").isFalse();
    }

    @Test
    void refusesWhatIsNoReport() throws IOException {
        Path other = Files.writeString(folder.resolve("other.json"), "{\"format\":1,\"cells\":[]}");
        Path broken = Files.writeString(folder.resolve("broken.json"), "{");

        assertThatThrownBy(() -> ConformanceReport.read(other))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(other + " is no conformance report: ")
                .hasMessageContaining("format 1 (expected: 2)");
        assertThatThrownBy(() -> ConformanceReport.read(broken)).hasMessageStartingWith(broken.toString());
        assertThatThrownBy(() -> ConformanceReport.read(folder.resolve("none"))).isInstanceOf(IOException.class);
    }

    @Test
    void printsATableWhoseColumnsLineUp() {
        ConformanceReport report = report(
                cell("psycopg2", "live", Verdict.values()),
                cell("sqlalchemy-asyncpg", "reference", Verdict.PASSED),
                cell("b", "live", Verdict.SKIPPED));

        assertThat(ResultTable.lines(report))
                .containsExactly(
                        "Driver              Version  Tier  Lane       Passed  Failed  Skipped  Gaps     Time",
                        "psycopg2            1.0      gold  live            1       2        1     1   12.3 s  FAILED",
                        "sqlalchemy-asyncpg  1.0      gold  reference       1       0        0     0   12.3 s  ok",
                        "b                   1.0      gold  live            0       0        1     0   12.3 s"
                                + "  NOTHING RAN",
                        "Total                                              2       2        2     1  100.0 s");
    }

    @Test
    void hasNoTotalForASingleCell() {
        assertThat(ResultTable.lines(report(cell("a", "live", Verdict.PASSED)))).hasSize(2);
    }

    @Test
    void refusesARowOfAnotherLength() {
        TextTable table = new TextTable(Set.of());
        table.add(List.of("a", "b"));

        assertThatThrownBy(() -> table.add(List.of("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a row of 1 cells (expected: 2)");
    }
}
