package io.heliosdb.compat.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.compat.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownGapsTest {

    private static final String VALID =
            """
            gaps:
              - driver: psycopg2
                versions: [2.9.9]
                lanes: [live, reference]
                case: "a/test_b.py::test_c[*]"
                message: "syntax error .* \\"QUALIFY\\""
                reason: not translated yet
                genuine: true
                expires: 2027-01-31
            """;

    @TempDir
    private Path folder;

    private KnownGaps read(String text) throws IOException {
        Files.writeString(folder.resolve("known-gaps.yaml"), text);
        return KnownGaps.read(folder);
    }

    private Cell cell(String driver, String version, Lane lane) {
        return new Cell(
                new Cell.Tier("gold", "Gold"),
                new Cell.Protocol("postgresql", "PostgreSQL", "postgresql", ""),
                driver,
                driver,
                driver,
                version,
                folder,
                List.of(),
                lane,
                List.of(),
                Map.of());
    }

    @Test
    void appliesToTheCasesVersionsAndLanesThatItNames() throws IOException {
        KnownGaps gaps = read(VALID);
        String id = "a/test_b.py::test_c[1]";

        assertThat(gaps.about(cell("psycopg2", "2.9.9", Lane.LIVE), id)).isPresent();
        assertThat(gaps.about(cell("psycopg2", "2.9.9", Lane.REFERENCE), id)).isPresent();
        assertThat(gaps.about(cell("psycopg2", "2.9.13", Lane.LIVE), id)).isEmpty();
        assertThat(gaps.about(cell("asyncpg", "2.9.9", Lane.LIVE), id)).isEmpty();
        assertThat(gaps.about(cell("psycopg2", "2.9.9", Lane.LIVE), "a/test_b.py::test_c"))
                .isEmpty();
    }

    @Test
    void explainsOnlyTheFailureThatIsKnown() throws IOException {
        KnownGap gap = read(VALID).gaps().get(0);

        assertThat(gap.explains("ProgrammingError: syntax error at or near \"QUALIFY\"\nLINE 1"))
                .isTrue();
        assertThat(gap.explains("the interpreter died in mid-test, exit 134 (signal 6)"))
                .isFalse();
        assertThat(gap.genuine()).isTrue();
    }

    @Test
    void countsToTheEndOfItsLastDay() throws IOException {
        KnownGap gap = read(VALID).gaps().get(0);

        assertThat(gap.isExpired(LocalDate.of(2027, 1, 31))).isFalse();
        assertThat(gap.isExpired(LocalDate.of(2027, 2, 1))).isTrue();
    }

    @Test
    void isAboutTheLiveLaneAndAllVersionsUnlessItSaysOtherwise() throws IOException {
        KnownGaps gaps = read("gaps:\n  - {driver: d, case: c, message: m, reason: r}\n");

        assertThat(gaps.about(cell("d", "1", Lane.LIVE), "c")).isPresent();
        assertThat(gaps.about(cell("d", "2", Lane.LIVE), "c")).isPresent();
        assertThat(gaps.about(cell("d", "1", Lane.REFERENCE), "c")).isEmpty();
        assertThat(gaps.gaps().get(0).isExpired(LocalDate.MAX)).isFalse();
    }

    @Test
    void readsTheListsOfDriversOwnSuitesToo() throws IOException {
        Files.createDirectory(folder.resolve("upstream"));
        Files.writeString(
                folder.resolve("upstream/psycopg2.gaps.yaml"),
                """
                driver: psycopg2
                lanes: [upstream]
                gaps:
                  - {case: c, message: m, reason: r}
                  - {driver: asyncpg, lanes: [upstream-reference], case: c, message: m, reason: r}
                """);
        Files.writeString(folder.resolve("upstream/psycopg2.py"), "not a list");

        KnownGaps gaps = read(VALID);

        assertThat(gaps.gaps()).hasSize(3);
        assertThat(gaps.about(cell("psycopg2", "1", Lane.UPSTREAM), "c")).isPresent();
        assertThat(gaps.about(cell("psycopg2", "1", Lane.LIVE), "c")).isEmpty();
        assertThat(gaps.about(cell("asyncpg", "1", Lane.UPSTREAM), "c")).isEmpty();
        assertThat(gaps.about(cell("asyncpg", "1", Lane.UPSTREAM_REFERENCE), "c"))
                .isPresent();
    }

    @Test
    void tellsTheFilesThatItsEntriesBelongIn() throws IOException {
        Files.writeString(
                folder.resolve("matrix.yaml"),
                """
                tiers: {gold: {}}
                servers: {pg: {}}
                drivers:
                  - id: psycopg2
                    tier: gold
                    server: pg
                    distribution: psycopg2
                    suites: [a]
                    lanes: [live]
                    versions:
                      - version: 1
                        requirements: r
                        upstream: {source: {debian: a, sha256: %s}, recipe: upstream/own.py}
                """
                        .formatted("0f".repeat(32)));
        KnownGaps gaps = read(VALID + "  - {driver: psycopg2, lanes: [upstream], case: c, message: m, reason: r}\n");

        assertThat(gaps.byFile(Matrix.read(folder)))
                .containsOnly(
                        Map.entry("known-gaps.yaml", new KnownGaps(gaps.gaps().subList(0, 1))),
                        Map.entry(
                                "upstream/own.gaps.yaml",
                                new KnownGaps(gaps.gaps().subList(1, 2))));
        assertThat(KnownGaps.NONE.byFile(Matrix.read(folder))).containsOnlyKeys("known-gaps.yaml");
    }

    @Test
    void isWrittenAsItIsRead() throws IOException {
        KnownGaps gaps =
                read(VALID + "  - {driver: d, case: 'c[1]', message: \"it's \\\\d\", reason: r, flaky: true}\n");

        assertThat(gaps.gaps().get(1).flaky()).isTrue();
        assertThat(gaps.yaml()).doesNotContain("null").contains("flaky: true");
        assertThat(read(gaps.yaml()).gaps())
                .usingRecursiveComparison()
                .withComparatorForType(Comparator.comparing(Pattern::pattern), Pattern.class)
                .withComparatorForType(Comparator.comparing(CasePattern::toString), CasePattern.class)
                .isEqualTo(gaps.gaps());
    }

    @Test
    void knowsItsEntriesThatNoCaseHas() throws IOException {
        KnownGaps gaps = read(VALID);

        assertThat(gaps.unused(cell("psycopg2", "2.9.9", Lane.LIVE), List.of("a/test_b.py::test_c[1]")))
                .isEmpty();
        assertThat(gaps.unused(cell("psycopg2", "2.9.9", Lane.LIVE), List.of("a/test_b.py::test_d")))
                .isEqualTo(gaps.gaps());
        assertThat(gaps.unused(cell("psycopg2", "2.9.13", Lane.LIVE), List.of()))
                .isEmpty();
    }

    @Test
    void noFileAndAnEmptyListMeanNoGaps() throws IOException {
        assertThat(KnownGaps.read(folder)).isEqualTo(KnownGaps.NONE);
        assertThat(read("gaps: []\n")).isEqualTo(KnownGaps.NONE);
        assertThat(read("gaps:\n")).isEqualTo(KnownGaps.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reason: not translated yet  | ''              | reason is missing",
                "driver: psycopg2            | driver: ' '     | driver is missing",
                "'message: \"syntax error .* \\\"QUALIFY\\\"\"' | message: .* | matches everything",
                "'message: \"syntax error .* \\\"QUALIFY\\\"\"' | 'message: \"(\"' | no regular expression",
                "expires: 2027-01-31         | expires: soon   | expires 'soon' is no date",
            })
    void saysWhatIsWrongWithAnEntry(String right, String wrong, String message) {
        assertThat(VALID.replace("- " + right, "- " + wrong).replace(right, wrong))
                .isNotEqualTo(VALID);
        assertThatThrownBy(() -> read(VALID.replace(right, wrong)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("known-gaps.yaml: gap for a/test_b.py::test_c[*]: ")
                .hasMessageContaining(message);
    }

    @Test
    void aPatternTakesBracketsAsTheyAre() {
        assertThat(CasePattern.whole("test_a[*]").test("test_a[1-x]")).isTrue();
        assertThat(CasePattern.whole("test_a[1]").test("test_a1")).isFalse();
        assertThat(CasePattern.whole("test_a").test("x::test_a")).isFalse();
        assertThat(CasePattern.part("test_a").test("x::test_a[\n]")).isTrue();
        assertThat(CasePattern.part("a*c").test("x-a-b-c-d")).isTrue();
        assertThat(CasePattern.part("a*c").test("x-c-b-a-d")).isFalse();
        assertThat(CasePattern.part("a*c")).hasToString("a*c");
    }
}
