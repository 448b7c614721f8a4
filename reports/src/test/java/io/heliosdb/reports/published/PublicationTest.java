package io.heliosdb.reports.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.heliosdb.reports.CaseOutcome;
import io.heliosdb.reports.CellOutcome;
import io.heliosdb.reports.ConformanceReport;
import io.heliosdb.reports.SampleReport;
import io.heliosdb.reports.Tally;
import io.heliosdb.reports.UpstreamScore;
import io.heliosdb.reports.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {

    @TempDir
    private Path folder;

    private Publication publication;
    private Path page;

    @BeforeEach
    void create() {
        publication = new Publication(folder.resolve("published"));
        page = folder.resolve("COMPATIBILITY.md");
    }

    private Baseline publish(ConformanceReport report) throws IOException {
        publication.publish(report, page);
        return publication.baseline().orElseThrow();
    }

    @Test
    void hasNothingBeforeTheFirstTime() throws IOException {
        assertThat(publication.baseline()).isEmpty();
    }

    @Test
    void keepsWhatIsNeededToCompare() throws IOException {
        Baseline baseline = publish(SampleReport.sound());

        assertThat(baseline.day()).isEqualTo("2026-11-23");
        assertThat(baseline.product()).isEqualTo("HeliosDB 1.0");
        Baseline.Driver psycopg2 = baseline.driver("psycopg2").orElseThrow();
        assertThat(psycopg2.catalogue("live").mustPassIds()).hasSize(10).contains(SampleReport.MUST_PASS);
        assertThat(psycopg2.catalogue("live").allIds()).hasSize(20).contains(SampleReport.EXTENDED);
        assertThat(psycopg2.catalogue("upstream").allIds()).isEmpty();
        Baseline.Cell upstream = baseline.cell("psycopg2", "2.9.13", "upstream").orElseThrow();
        assertThat(upstream.files()).containsEntry("tests/test_connection.py", 20);
        assertThat(upstream.score()).isEqualTo(new UpstreamScore(20, 20));
        Baseline.Cell pymysql = baseline.cell("pymysql", "1.2.4", "live").orElseThrow();
        assertThat(pymysql.tally()).isEqualTo(new Tally(49, 0, 0, 1));
        assertThat(pymysql.capabilities()).containsEntry("charsets", new Tally(9, 0, 0, 1));
        assertThat(pymysql.notPassed())
                .containsExactly(new Baseline.NotPassed(
                        SampleReport.GAP,
                        "charsets",
                        Verdict.KNOWN_GAP,
                        "Octets of another character set stay <octets>",
                        null));
    }

    @Test
    void staysSmallForSuitesOfThousands() throws IOException {
        CellOutcome big =
                SampleReport.cell("gold", "postgresql", "sqlalchemy", "2.1.9", "upstream", SampleReport.own(12_000));
        publish(SampleReport.report(List.of(big)));

        assertThat(folder.resolve("published/baseline.json"))
                .satisfies(file -> assertThat(Files.size(file)).isLessThan(2_000));
    }

    @Test
    void tellsUsersNothingOfWhatOnlyProbesDrive() throws IOException {
        List<CellOutcome> cells = new ArrayList<>(SampleReport.sound().cells());
        cells.add(SampleReport.cell(
                "gold", "mysql", "probes-mysql", "1.2.4", "probe", SampleReport.ours("probes/mysql", "basics")));
        Baseline baseline = publish(SampleReport.report(cells));

        assertThat(baseline.driver("probes-mysql")).isPresent();
        assertThat(page).content().contains("pymysql").doesNotContain("probes-mysql");
        assertThat(folder.resolve("published/badges/pymysql.svg")).exists();
        assertThat(folder.resolve("published/badges/probes-mysql.svg")).doesNotExist();
    }

    @Test
    void remembersWhichVersionHasWhichCase() throws IOException {
        Baseline baseline = publish(SampleReport.changeCase(
                SampleReport.sound(), "psycopg2@2.9.9 live", SampleReport.EXTENDED, outcome -> null));

        assertThat(baseline.cell("psycopg2", "2.9.9", "live").orElseThrow().absent())
                .containsExactly(SampleReport.EXTENDED);
        assertThat(CellChanges.between(baseline, SampleReport.sound()))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.version()).isEqualTo("2.9.9");
                    assertThat(change.added()).isEqualTo(1);
                    assertThat(change.lost()).isEmpty();
                    assertThat(change.missing()).isEmpty();
                });
    }

    @Test
    void findsNoChangeInTheSameReport() throws IOException {
        assertThat(CellChanges.between(publish(SampleReport.sound()), SampleReport.sound()))
                .isEmpty();
    }

    @Test
    void findsWhatWasWonAndWhatIsNew() throws IOException {
        Baseline baseline = publish(SampleReport.sound());
        ConformanceReport closed = SampleReport.changeCase(
                SampleReport.sound(),
                "pymysql@1.2.4 live",
                SampleReport.GAP,
                outcome -> SampleReport.with(outcome, Verdict.PASSED, "", null));
        List<CellOutcome> cells = new ArrayList<>(closed.cells());
        cells.add(SampleReport.cell(
                "silver", "mysql", "pymysql", "1.1.2", "live", SampleReport.ours("mysql/pymysql", "types")));

        assertThat(CellChanges.between(baseline, SampleReport.report(cells)))
                .extracting(CellChanges::version, CellChanges::kind, CellChanges::won)
                .containsExactly(
                        tuple("1.2.4", CellChanges.Kind.COMPARED, List.of(SampleReport.GAP)),
                        tuple("1.1.2", CellChanges.Kind.NEW, List.of()));
    }

    @Test
    void leavesFaultsOutOfTheCatalogue() throws IOException {
        Baseline baseline = publish(SampleReport.change(
                SampleReport.sound(),
                "psycopg2@2.9.9 live",
                cases -> List.of(SampleReport.fault("environment", "cannot install"))));

        assertThat(baseline.driver("psycopg2").orElseThrow().catalogue("live").allIds())
                .hasSize(20)
                .noneMatch(id -> id.contains("harness"));
    }

    @Test
    void removesTheBadgeOfADriverThatIsGone() throws IOException {
        publish(SampleReport.sound());
        Path badges = folder.resolve("published/badges");
        assertThat(badges).isDirectoryContaining("glob:**/pymysql.svg").isDirectoryContaining("glob:**/psycopg2.svg");

        publish(SampleReport.report(SampleReport.sound().cells().subList(0, 4)));

        assertThat(badges)
                .isDirectoryNotContaining("glob:**/pymysql.svg")
                .isDirectoryContaining("glob:**/psycopg2.svg");
    }

    @Test
    void writesTheSamePageForTheSameResults() throws IOException {
        publish(SampleReport.sound());
        String first = Files.readString(page);
        publish(SampleReport.sound());

        assertThat(page).hasContent(first);
    }

    @Test
    void tellsUsersWhatWorksAndWhatDiffers() throws IOException {
        CaseOutcome failing =
                SampleReport.with(SampleReport.ours("mysql/pymysql", "types").get(3), Verdict.FAILED, "assert 1", null);
        publish(SampleReport.changeCase(SampleReport.sound(), "pymysql@1.2.4 live", failing.id(), outcome -> failing));

        assertThat(page)
                .content()
                .contains("Measured 2026-11-23 with HeliosDB 1.0.")
                .contains("## PostgreSQL\n")
                .contains("| [psycopg2](#psycopg2) | 2.9.13 | Gold | 20 of 20 | 20 of 20 | – |\n")
                .contains("| [psycopg2](#psycopg2) | 2.9.9 | Gold | 20 of 20 | – | – |\n")
                .contains("| Capability | 2.9.13 | 2.9.9 |\n")
                .contains("No known differences.")
                .contains("## MySQL\n")
                .contains("| [PyMySQL](#pymysql) | 1.2.4 | Silver | 48 of 50 | – | 1 |\n")
                .contains("| charsets | 9 of 10 |\n")
                .contains("- *charsets*: Octets of another character set stay \\<octets>.\n")
                .contains("Failed when this was published:\n\n- `mysql/pymysql/test_types.py::test_3` (1.2.4)\n");
    }

    @Test
    void refusesWhatIsNoBaseline() throws IOException {
        Path file = Files.createDirectories(folder.resolve("published")).resolve("baseline.json");
        Files.writeString(file, "{\"format\": 7, \"day\": \"2026-11-23\", \"product\": \"x\"}");

        assertThatThrownBy(publication::baseline)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + " is no published conformance: ")
                .hasMessageContaining("format 7 (expected: 1)");
    }
}
