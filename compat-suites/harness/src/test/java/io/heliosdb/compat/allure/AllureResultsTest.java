package io.heliosdb.compat.allure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.matrix.Lane;
import io.heliosdb.compat.process.PytestEvent;
import io.heliosdb.compat.run.CaseResult;
import io.heliosdb.compat.run.CellPlan;
import io.heliosdb.compat.run.LabCase;
import io.heliosdb.reports.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllureResultsTest {

    private static final LabCase CASE = new LabCase(
            "postgresql/psycopg2/test_types.py::test_numeric[1.5]",
            "postgresql/psycopg2/test_types.py",
            12,
            "test_numeric[1.5]",
            "Numbers keep their scale.",
            "Numbers keep their scale.\n\nAll of it.",
            "types",
            true,
            List.of("slow"),
            Optional.empty());

    @TempDir
    private Path folder;

    private static CellPlan plan(String version, Lane lane) {
        Cell cell = new Cell(
                new Cell.Tier("gold", "Gold"),
                new Cell.Protocol("postgresql", "PostgreSQL", "postgresql", ""),
                "psycopg2",
                "Psycopg",
                "psycopg2-binary",
                version,
                Path.of("lock"),
                List.of(),
                lane,
                List.of(),
                Map.of());
        return new CellPlan(cell, Optional.empty(), Optional.empty(), List.of(CASE));
    }

    private static CaseResult result(Verdict verdict, String message, List<PytestEvent.Attach> attachments) {
        return new CaseResult(
                CASE,
                verdict,
                message,
                Optional.empty(),
                message.isEmpty() ? "" : "line 1\nline 2",
                Instant.ofEpochMilli(1_000_000),
                Duration.ofMillis(1500),
                List.of(
                        new PytestEvent.Phase(CASE.id(), "setup", "passed", 0.25, null, null),
                        new PytestEvent.Phase(CASE.id(), "call", "failed", 1, message, null),
                        new PytestEvent.Phase(CASE.id(), "teardown", "failed", 0.25, null, null)),
                attachments,
                false);
    }

    private JsonNode write(CellPlan plan, CaseResult result) throws IOException {
        Path results = Files.createTempDirectory(folder, "results");
        AllureResults allure = new AllureResults(results);
        allure.cellStarted(plan, 1);
        allure.caseFinished(plan, result);
        allure.cellFinished(plan, "Fake 1.0", Duration.ZERO);
        try (Stream<Path> files = Files.list(results)) {
            Path file = files.filter(each -> each.toString().endsWith("-result.json"))
                    .findFirst()
                    .orElseThrow();
            return new ObjectMapper().readTree(file.toFile());
        }
    }

    private static List<String> labels(JsonNode result, String name) {
        return StreamSupport.stream(result.get("labels").spliterator(), false)
                .filter(label -> label.get("name").asText().equals(name))
                .map(label -> label.get("value").asText())
                .toList();
    }

    @Test
    void writesWhatTheReportIsSortedBy() throws IOException {
        JsonNode result = write(plan("2.9.13", Lane.LIVE), result(Verdict.PASSED, "", List.of()));

        assertThat(result.get("name").asText()).isEqualTo("Numbers keep their scale.");
        assertThat(result.get("fullName").asText()).isEqualTo("psycopg2@2.9.13 live " + CASE.id());
        assertThat(result.get("description").asText()).endsWith("All of it.");
        assertThat(labels(result, "parentSuite")).containsExactly("Gold · PostgreSQL");
        assertThat(labels(result, "suite")).containsExactly("Psycopg 2.9.13");
        assertThat(labels(result, "subSuite")).containsExactly("types");
        assertThat(labels(result, "epic")).containsExactly("Gold");
        assertThat(labels(result, "feature")).containsExactly("Psycopg");
        assertThat(labels(result, "story")).containsExactly("types");
        assertThat(labels(result, "tag")).containsExactly("live", "must_pass", "slow");
        assertThat(labels(result, "severity")).containsExactly("critical");
        assertThat(result.get("start").asLong()).isEqualTo(1_000_000);
        assertThat(result.get("stop").asLong()).isEqualTo(1_001_500);
    }

    @ParameterizedTest
    @CsvSource({"PASSED,passed", "FAILED,failed", "BROKEN,broken", "SKIPPED,skipped", "KNOWN_GAP,skipped"})
    void writesTheStatus(Verdict verdict, String status) throws IOException {
        String message = verdict == Verdict.PASSED ? "" : "why";

        JsonNode result = write(plan("2.9.13", Lane.LIVE), result(verdict, message, List.of()));

        assertThat(result.get("status").asText()).isEqualTo(status);
        assertThat(result.at("/statusDetails/message").asText()).isEqualTo(message);
        assertThat(result.at("/statusDetails/known").asBoolean()).isEqualTo(verdict == Verdict.KNOWN_GAP);
    }

    @Test
    void tellsWhatIsFlaky() throws IOException {
        CaseResult once = result(Verdict.FAILED, "wrong\n(flaky: it passed when it was repeated)", List.of());
        CaseResult flaky = new CaseResult(
                once.labCase(),
                once.verdict(),
                once.message(),
                once.gap(),
                once.trace(),
                once.started(),
                once.duration(),
                once.phases(),
                once.attachments(),
                true);

        assertThat(write(plan("2.9.13", Lane.LIVE), flaky)
                        .at("/statusDetails/flaky")
                        .asBoolean())
                .isTrue();
        assertThat(write(plan("2.9.13", Lane.LIVE), once)
                        .at("/statusDetails/flaky")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void sortsAFailureByTheFirstCategoryThatFits() throws IOException {
        AllureResults allure = new AllureResults(folder.resolve("run"));
        allure.writeRun(Map.of());
        JsonNode categories = new ObjectMapper()
                .readTree(folder.resolve("run/categories.json").toFile());

        assertThat(category(categories, "skipped", "known gap: not built")).isEqualTo("Known gaps");
        assertThat(category(categories, "failed", "wrong\n(flaky: it passed when it was repeated)"))
                .isEqualTo("Flaky: passed when repeated");
        assertThat(category(categories, "broken", "a listed test that did not run: x"))
                .isEqualTo("Harness: could not run");
        assertThat(category(categories, "failed", "wrong row")).isEqualTo("Server gaps");
        assertThat(category(categories, "skipped", "needs libpq 17")).isEqualTo("Driver limitations");
    }

    private static String category(JsonNode categories, String status, String message) {
        for (JsonNode each : categories) {
            if (each.get("matchedStatuses").toString().contains('"' + status + '"')
                    && message.matches(each.get("messageRegex").asText())) {
                return each.get("name").asText();
            }
        }
        return "none";
    }

    @Test
    void tellsTheOtherLanesFromTheLiveOne() throws IOException {
        JsonNode result = write(plan("2.9.13", Lane.REFERENCE), result(Verdict.PASSED, "", List.of()));

        assertThat(labels(result, "suite")).containsExactly("Psycopg 2.9.13 (reference)");
        assertThat(labels(result, "tag")).contains("reference");
    }

    @Test
    void countsWhatPassesInADriversOwnSuite() throws IOException {
        AllureResults allure = new AllureResults(folder.resolve("results"));
        CellPlan plan = plan("2.9.13", Lane.UPSTREAM);
        for (int each = 0; each < 1000; each++) {
            allure.caseFinished(plan, result(Verdict.PASSED, "", List.of()));
        }
        allure.caseFinished(plan, result(Verdict.FAILED, "wrong", List.of()));
        allure.cellFinished(plan, "Fake 1.0", Duration.ZERO);

        List<JsonNode> results = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("results"))) {
            for (Path file : files.toList()) {
                results.add(new ObjectMapper().readTree(file.toFile()));
            }
        }
        assertThat(results)
                .extracting(result -> result.get("name").asText(), result -> result.get("status")
                        .asText())
                .containsExactlyInAnyOrder(tuple("types: 1000 passed", "passed"), tuple(CASE.title(), "failed"));
        assertThat(results)
                .allSatisfy(result -> assertThat(labels(result, "subSuite")).containsExactly("types"));
    }

    @Test
    void writesThePhasesOfACaseThatDidNotPassAsSteps() throws IOException {
        assertThat(write(plan("2.9.13", Lane.LIVE), result(Verdict.PASSED, "", List.of()))
                        .get("steps"))
                .isEmpty();

        JsonNode steps = write(plan("2.9.13", Lane.LIVE), result(Verdict.FAILED, "wrong", List.of()))
                .get("steps");

        assertThat(steps.findValuesAsText("name")).containsExactly("setup", "call", "teardown");
        assertThat(steps.findValuesAsText("status")).containsExactly("passed", "failed", "broken");
        assertThat(steps.findValuesAsText("stop")).containsExactly("1000250", "1001250", "1001500");
    }

    @Test
    void keepsAttachments() throws IOException {
        Path trace = Files.writeString(folder.resolve("trace.bin"), "packets");

        JsonNode result = write(
                plan("2.9.13", Lane.LIVE),
                result(
                        Verdict.FAILED,
                        "wrong",
                        List.of(
                                new PytestEvent.Attach(CASE.id(), "driver log", "text/plain", "sent ünicode", null),
                                new PytestEvent.Attach(
                                        CASE.id(), "packets", "application/octet-stream", null, trace.toString()),
                                new PytestEvent.Attach(CASE.id(), "gone", "text/plain", null, folder + "/none"))));

        JsonNode attachments = result.get("attachments");
        assertThat(attachments.findValuesAsText("name")).containsExactly("driver log", "packets");
        try (Stream<Path> files = Files.walk(folder)) {
            Map<String, Path> byName = files.filter(Files::isRegularFile)
                    .collect(
                            Collectors.toMap(file -> file.getFileName().toString(), file -> file, (one, other) -> one));
            assertThat(byName.get(attachments.get(0).get("source").asText())).hasContent("sent ünicode");
            assertThat(byName.get(attachments.get(1).get("source").asText())).hasContent("packets");
        }
    }

    @Test
    void keepsHistoriesOfVersionsAndLanesApartAndCasesTogether() throws IOException {
        CaseResult passed = result(Verdict.PASSED, "", List.of());
        JsonNode first = write(plan("2.9.13", Lane.LIVE), passed);
        JsonNode again = write(plan("2.9.13", Lane.LIVE), passed);
        JsonNode older = write(plan("2.9.9", Lane.LIVE), passed);
        JsonNode reference = write(plan("2.9.13", Lane.REFERENCE), passed);

        assertThat(again.get("historyId")).isEqualTo(first.get("historyId"));
        assertThat(List.of(first.get("historyId"), older.get("historyId"), reference.get("historyId")))
                .doesNotHaveDuplicates();
        assertThat(List.of(older.get("testCaseId"), reference.get("testCaseId")))
                .containsOnly(first.get("testCaseId"));
        assertThat(again.get("uuid")).isNotEqualTo(first.get("uuid"));
    }

    @Test
    void writesTheEnvironmentAndTheCategories() throws IOException {
        new AllureResults(folder.resolve("run")).writeRun(Map.of("server (live)", "Größe 1.0", "JDK", "17"));

        assertThat(folder.resolve("run/environment.properties")).hasContent("JDK = 17\nserver.(live) = Größe 1.0");
        JsonNode categories = new ObjectMapper()
                .readTree(folder.resolve("run/categories.json").toFile());
        assertThat(categories.findValuesAsText("name")).contains("Known gaps", "Driver process died or hung");
        assertThat(categories.get(0).get("matchedStatuses").get(0).asText()).isEqualTo("skipped");
    }
}
