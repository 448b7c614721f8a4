package io.heliosdb.compat.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.compat.LabException;
import io.heliosdb.compat.TestSuites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixTest {

    private static final String VALID =
            """
            tiers:
              gold: {title: Gold}
              bronze: {}
            servers:
              postgresql: {title: PostgreSQL, port: pg, reference: genuine, reference-needs: [tls]}
              tds: {}
            drivers:
              - id: pymssql
                tier: bronze
                server: tds
                distribution: pymssql
                versions: [{version: 2.4.6, requirements: requirements/pymssql.txt}]
                suites: [tds/pymssql]
                lanes: [live]
                needs: [tls, {package: tdsodbc, command: tsql, install: apt install tdsodbc}]
                env: {A: b}
              - id: psycopg2
                title: Psycopg
                tier: gold
                server: postgresql
                distribution: psycopg2-binary
                versions:
                  - {version: 2.9.13, requirements: requirements/new.txt}
                  - {version: 2.9.9, requirements: requirements/old.txt}
                suites: [postgresql/psycopg2, postgresql/shared]
                lanes: [live, reference]
            """;

    @TempDir
    private Path folder;

    private Matrix read(String text) throws IOException {
        Files.writeString(folder.resolve("matrix.yaml"), text);
        return Matrix.read(folder);
    }

    @Test
    void hasACellForEachVersionAndLaneByTier() throws IOException {
        assertThat(read(VALID).cells())
                .extracting(Cell::toString)
                .containsExactly(
                        "psycopg2@2.9.13 live",
                        "psycopg2@2.9.13 reference",
                        "psycopg2@2.9.9 live",
                        "psycopg2@2.9.9 reference",
                        "pymssql@2.4.6 live");
    }

    @Test
    void runsAVersionInTheLanesThatItNames() throws IOException {
        String version = "requirements: requirements/old.txt";

        assertThat(read(VALID.replace(version, version + ", lanes: [live]")).cells())
                .extracting(Cell::toString)
                .contains("psycopg2@2.9.9 live")
                .doesNotContain("psycopg2@2.9.9 reference");
        assertThatThrownBy(() -> read(VALID.replace(version, version + ", lanes: [probe]")))
                .hasMessageEndingWith("driver psycopg2, version 2.9.9: a lane that the driver does not have");
    }

    @Test
    void knowsWhatElseCasesAreMadeOf() throws IOException {
        assertThat(read("inputs: [../corpus]\n" + VALID).inputs()).containsExactly(folder.resolveSibling("corpus"));
    }

    @Test
    void resolvesWhatACellRefersTo() throws IOException {
        List<Cell> cells = read(VALID).cells();

        assertThat(cells.get(1))
                .isEqualTo(new Cell(
                        new Cell.Tier("gold", "Gold"),
                        new Cell.Protocol("postgresql", "PostgreSQL", "pg", "genuine"),
                        "psycopg2",
                        "Psycopg",
                        "psycopg2-binary",
                        "2.9.13",
                        folder.resolve("requirements/new.txt"),
                        List.of("postgresql/psycopg2", "postgresql/shared"),
                        Lane.REFERENCE,
                        List.of(new Need.Tls()),
                        Map.of()));
        assertThat(cells.get(0).needs())
                .as("what the reference server needs, in the live lane")
                .isEmpty();
        Cell pymssql = cells.get(4);
        assertThat(pymssql.tier()).isEqualTo(new Cell.Tier("bronze", "bronze"));
        assertThat(pymssql.protocol()).isEqualTo(new Cell.Protocol("tds", "tds", "tds", ""));
        assertThat(pymssql.title()).isEqualTo("pymssql");
        assertThat(pymssql.needs())
                .containsExactly(new Need.Tls(), new Need.SystemPackage("tdsodbc", "tsql", "apt install tdsodbc"));
        assertThat(pymssql.environment()).containsOnly(Map.entry("A", "b"));
    }

    private static final String UPSTREAM =
            """
            , upstream: {
                source: {distribution: psycopg2, version: 2.9.13, sha256: %s},
                requirements: requirements/own.txt, recipe: upstream/psycopg2.py}}
            """
                    .formatted("0f".repeat(32));

    private static String withUpstream(String upstream) {
        return VALID.replace("requirements: requirements/new.txt}", "requirements: requirements/new.txt" + upstream);
    }

    @Test
    void hasTheLanesOfADriversOwnSuiteWhereItsSourcesAreKnown() throws IOException {
        Matrix matrix = read(withUpstream(UPSTREAM));

        assertThat(Selection.ALL.withAllLanes(matrix))
                .filteredOn(cell -> cell.lane().isUpstream())
                .extracting(Cell::toString)
                .containsExactly("psycopg2@2.9.13 upstream", "psycopg2@2.9.13 upstream-reference");
        assertThat(Selection.ALL.of(matrix))
                .as("what runs unless it is asked for")
                .noneMatch(cell -> cell.lane().isUpstream());
        Cell cell = new Selection(List.of(), List.of(), List.of(Lane.UPSTREAM))
                .of(matrix)
                .get(0);
        assertThat(cell.requirements()).isEqualTo(folder.resolve("requirements/own.txt"));
        assertThat(cell.suites()).containsExactly("upstream/psycopg2.py");
        assertThat(cell.upstream())
                .contains(new UpstreamSuite(
                        new SourcePackage.Distribution("psycopg2", "2.9.13", "0f".repeat(32)),
                        folder.resolve("upstream/psycopg2.py")));
    }

    @Test
    void takesTheVersionsLockFileWhereTheSuiteHasNone() throws IOException {
        Matrix matrix = read(withUpstream(UPSTREAM.replace("requirements: requirements/own.txt, ", "")));

        assertThat(new Selection(List.of(), List.of(), List.of(Lane.UPSTREAM)).of(matrix))
                .extracting(Cell::requirements)
                .containsExactly(folder.resolve("requirements/new.txt"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sha256: 0f | sha256: xy    | expected: 64 hexadecimal digits",
                "version: 2.9.13, sha256 | sha256 | expected distribution and version, or debian",
                "distribution: psycopg2, version: 2.9.13 | debian: pool/a.tar, version: 1 | expected distribution and",
                ", recipe: upstream/psycopg2.py | '' | upstream: recipe is missing",
            })
    void saysWhatIsWrongWithASuite(String right, String wrong, String message) {
        assertThat(UPSTREAM).contains(right);
        assertThatThrownBy(() -> read(withUpstream(UPSTREAM.replace(right, wrong))))
                .isInstanceOf(LabException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tier: bronze            | tier: brass        | driver pymssql has tier 'brass' (expected: gold, bronze)",
                "server: tds             | server: nds        | driver pymssql has server 'nds' (expected: ",
                "lanes: [live]           | lanes: [lively]    | no lane 'lively' (expected: live, reference, ",
                "needs: [tls             | needs: [luck       | unknown need 'luck'",
                "distribution: pymssql   | title: MS          | driver pymssql: distribution is missing",
                "suites: [tds/pymssql]   | suites: {}         | drivers[0].suites is not what is expected there",
                "id: pymssql             | title: nameless    | a driver's id is missing",
                "suites: [tds/pymssql]   | title: MS          | driver pymssql: suites is missing",
                "id: psycopg2            | id: pymssql        | driver pymssql stands there twice",
                "', requirements: requirements/old.txt' | ''  | version 2.9.9: requirements is missing",
                "tiers:                  | levels:            | tiers is missing",
                "env: {A: b}             | envir: {A: b}      | unknown key 'envir'",
                "package: tdsodbc,       | ''                 | package",
            })
    void saysWhatIsWrong(String right, String wrong, String message) {
        assertThat(VALID).contains(right);
        assertThatThrownBy(() -> read(VALID.replace(right, wrong)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("matrix.yaml");
    }

    @Test
    void saysWhichLineIsNotYaml() {
        assertThatThrownBy(() -> read("tiers:\n  gold: [\n"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("matrix.yaml, line ");
        assertThatThrownBy(() -> read("")).isInstanceOf(LabException.class).hasMessageContaining("matrix.yaml");
        assertThatThrownBy(() -> Matrix.read(folder.resolve("nowhere")))
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith("cannot read ");
    }

    @Test
    void knowsTheProjectOfABundleThatDoesNotComeWithTheServer() throws IOException {
        List<Cell> cells =
                read(VALID.replace("tds: {}", "tds: {bundle: ../some}")).cells();
        assertThat(cells.get(4).protocol().bundle())
                .contains(folder.resolve("../some").normalize());
        assertThat(cells.get(0).protocol().bundle()).isEmpty();
    }

    @Test
    void readsTheMatrixOfTheProject() {
        Matrix matrix = Matrix.read(TestSuites.REAL);

        assertThat(matrix.cells()).isNotEmpty().allSatisfy(cell -> assertThat(cell.requirements())
                .exists());
        assertThat(matrix.inputs()).isNotEmpty().allSatisfy(input -> assertThat(input)
                .exists());
        assertThat(KnownGaps.read(TestSuites.REAL).gaps())
                .allSatisfy(gap ->
                        assertThat(matrix.cells()).extracting(Cell::driver).contains(gap.driver()));
    }

    @Test
    void selectsByTierDriverVersionAndLane() throws IOException {
        Matrix matrix = read(VALID);

        assertThat(Selection.ALL.of(matrix)).hasSize(5);
        assertThat(new Selection(List.of("bronze"), List.of(), List.of()).of(matrix))
                .extracting(Cell::driver)
                .containsExactly("pymssql");
        assertThat(new Selection(List.of(), List.of("psycopg2@2.9.9"), List.of(Lane.REFERENCE)).of(matrix))
                .extracting(Cell::toString)
                .containsExactly("psycopg2@2.9.9 reference");
        assertThat(new Selection(List.of("gold"), List.of("psycopg2", "pymssql"), List.of(Lane.LIVE)).of(matrix))
                .extracting(Cell::toString)
                .containsExactly("psycopg2@2.9.13 live", "psycopg2@2.9.9 live");
    }

    @Test
    void selectsTheNewestVersionOfEachDriver() throws IOException {
        assertThat(new Selection(List.of(), List.of(), List.of(Lane.LIVE), true).of(read(VALID)))
                .extracting(Cell::toString)
                .containsExactly("psycopg2@2.9.13 live", "pymssql@2.4.6 live");
    }

    @Test
    void refusesASelectionThatNothingFits() throws IOException {
        Matrix matrix = read(VALID);

        assertThatThrownBy(() -> new Selection(List.of("silver"), List.of(), List.of()).of(matrix))
                .hasMessage("no tier 'silver' in the matrix (expected: gold, bronze)");
        assertThatThrownBy(() -> new Selection(List.of(), List.of("psycopg3"), List.of()).of(matrix))
                .hasMessage("no driver 'psycopg3' in the matrix (expected: psycopg2, pymssql)");
        assertThatThrownBy(() -> new Selection(List.of(), List.of("psycopg2@1.0"), List.of()).of(matrix))
                .hasMessage("no driver 'psycopg2@1.0' in the matrix (expected: psycopg2@2.9.13, psycopg2@2.9.9,"
                        + " pymssql@2.4.6)");
        assertThatThrownBy(() -> new Selection(List.of("gold"), List.of("pymssql"), List.of()).of(matrix))
                .hasMessageStartingWith("no cell of the matrix is selected");
    }
}
