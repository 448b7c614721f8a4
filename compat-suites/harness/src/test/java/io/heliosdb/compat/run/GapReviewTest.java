package io.heliosdb.compat.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.compat.matrix.CasePattern;
import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.matrix.KnownGap;
import io.heliosdb.compat.matrix.KnownGaps;
import io.heliosdb.compat.matrix.Lane;
import io.heliosdb.reports.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GapReviewTest {

    private final List<KnownGap> before = new ArrayList<>();

    private static KnownGap gap(String id, boolean flaky) {
        return new KnownGap(
                "driver",
                List.of(),
                List.of(Lane.LIVE),
                CasePattern.whole(id),
                Pattern.compile("no cursor"),
                "cursors are not built",
                false,
                flaky,
                Optional.empty());
    }

    private KnownGap listed(String id, boolean flaky) {
        KnownGap gap = gap(id, flaky);
        before.add(gap);
        return gap;
    }

    private static Cell cell(String version) {
        return new Cell(
                new Cell.Tier("gold", "Gold"),
                new Cell.Protocol("postgresql", "PostgreSQL", "postgresql", ""),
                "driver",
                "Driver",
                "driver",
                version,
                Path.of("lock"),
                List.of(),
                Lane.LIVE,
                List.of(),
                Map.of());
    }

    private static CaseResult result(String id, Verdict verdict, String message, KnownGap gap, boolean flaky) {
        LabCase labCase = new LabCase(id, "f", 1, id, id, "", "types", false, List.of(), Optional.empty());
        boolean ruled = message.startsWith("passes") || message.startsWith("a must-pass case was skipped");
        String trace = verdict == Verdict.FAILED && !ruled ? "line 1" : "";
        return new CaseResult(
                labCase,
                verdict,
                message,
                Optional.ofNullable(gap),
                trace,
                Instant.EPOCH,
                Duration.ZERO,
                List.of(),
                List.of(),
                flaky);
    }

    private List<KnownGap> review(boolean complete, Map<String, List<CaseResult>> resultsByVersion) {
        GapReview review = new GapReview(new KnownGaps(before), complete);
        resultsByVersion.forEach((version, results) -> {
            CellPlan plan = new CellPlan(cell(version), Optional.empty(), Optional.empty(), List.of());
            review.cellStarted(plan, results.size());
            results.forEach(each -> review.caseFinished(plan, each));
            review.cellFinished(plan, "Fake", Duration.ZERO);
        });
        return review.replacement().gaps();
    }

    @Test
    void keepsWhatIsStillTrueAndDropsTheRest() {
        KnownGap still = listed("still", false);
        KnownGap skipped = listed("skipped", false);
        KnownGap flaky = listed("flaky", true);
        KnownGap fixed = listed("fixed", false);
        listed("gone", false);

        List<KnownGap> gaps = review(
                true,
                Map.of(
                        "1.0",
                        List.of(
                                result("still", Verdict.KNOWN_GAP, "known gap: x\nno cursor", still, false),
                                result("skipped", Verdict.SKIPPED, "not here", skipped, false),
                                result("flaky", Verdict.PASSED, "", flaky, false),
                                result("fixed", Verdict.FAILED, "passes although it is a known gap", fixed, false))));

        assertThat(gaps).containsExactly(still, skipped, flaky);
    }

    @Test
    void keepsWhatWasNotAskedFor() {
        KnownGap other = listed("other", false);

        assertThat(review(false, Map.of("1.0", List.of(result("a", Verdict.PASSED, "", null, false)))))
                .containsExactly(other);
        assertThat(review(true, Map.of("1.0", List.of(CaseResult.broken(LabCase.fault("", "environment", ""), "no")))))
                .containsExactly(other);
    }

    @Test
    void addsNewFailuresOfAllVersionsOrOfSome() {
        List<KnownGap> gaps = review(
                true,
                Map.of(
                        "1.0",
                        List.of(
                                result("a", Verdict.FAILED, "\nlost (1 row) in t_17\nmore", null, false),
                                result("b", Verdict.FAILED, "wrong", null, true)),
                        "2.0",
                        List.of(
                                result("a", Verdict.FAILED, "lost (1 row) in t_23", null, false),
                                result("b", Verdict.PASSED, "", null, false),
                                result("c", Verdict.FAILED, "a must-pass case was skipped: x", null, false))));

        assertThat(gaps).hasSize(2);
        assertThat(gaps)
                .filteredOn(gap -> gap.cases().test("a"))
                .singleElement()
                .satisfies(gap -> {
                    assertThat(gap.versions()).isEmpty();
                    assertThat(gap.message().pattern()).isEqualTo("lost \\(\\d+ row\\) in t_\\d+");
                    assertThat(gap.explains("lost (1 row) in t_99")).isTrue();
                    assertThat(gap.reason()).isEqualTo(GapReview.NO_REASON);
                    assertThat(gap.flaky()).isFalse();
                });
        assertThat(gaps)
                .filteredOn(gap -> gap.cases().test("b"))
                .singleElement()
                .satisfies(gap -> {
                    assertThat(gap.versions()).containsExactly("1.0");
                    assertThat(gap.flaky()).isTrue();
                });
    }

    @Test
    void putsANewEntryInThePlaceOfOneThatFailsOtherwise() {
        KnownGap gap = listed("a", false);

        assertThat(review(true, Map.of("1.0", List.of(result("a", Verdict.FAILED, "wrong row", gap, false)))))
                .singleElement()
                .satisfies(other -> assertThat(other.message().pattern()).isEqualTo("wrong row"));
    }

    @Test
    void leavesOutOfAMessageWhatDiffersFromRunToRun() {
        assertThat(GapReview.pattern("compat_x_1a2b3c4d.t_5 [a|b] {c}?"))
                .isEqualTo("compat_x_[0-9a-f]+\\.t_\\d+ \\[a\\|b\\] \\{c\\}\\?");
        assertThat(GapReview.pattern("object 7f3a2b1c9d at 0")).isEqualTo("object [0-9a-f]+ at \\d+");
        assertThat(GapReview.pattern("\n \n")).isEqualTo("no message");
        assertThat(GapReview.pattern("x".repeat(300))).hasSize(160);
    }
}
