package io.heliosdb.compat.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.compat.matrix.CasePattern;
import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.matrix.KnownGap;
import io.heliosdb.compat.matrix.KnownGaps;
import io.heliosdb.compat.matrix.Lane;
import io.heliosdb.reports.Verdict;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final Cell CELL = new Cell(
            new Cell.Tier("gold", "Gold"),
            new Cell.Protocol("postgresql", "PostgreSQL", "postgresql", ""),
            "driver",
            "Driver",
            "driver",
            "1.0",
            Path.of("lock"),
            List.of(),
            Lane.LIVE,
            List.of(),
            Map.of());

    private static Judge judge(LocalDate expires) {
        return judge(expires, false);
    }

    private static Judge judge(LocalDate expires, boolean flaky) {
        return new Judge(
                new KnownGaps(List.of(new KnownGap(
                        "driver",
                        List.of(),
                        List.of(Lane.LIVE),
                        CasePattern.whole("*::gap"),
                        Pattern.compile("no cursor"),
                        "cursors are not built",
                        false,
                        flaky,
                        Optional.of(expires)))),
                TODAY);
    }

    private static Judge.Ruling rule(String name, boolean mustPass, String outcome, String message) {
        LabCase labCase =
                new LabCase("f::" + name, "f", 1, name, name, "", "types", mustPass, List.of(), Optional.empty());
        return judge(TODAY).rule(CELL, labCase, outcome, message);
    }

    @Test
    void takesWhatACaseReportsWhereNoRuleSaysOtherwise() {
        assertThat(rule("a", true, "passed", null)).isEqualTo(new Judge.Ruling(Verdict.PASSED, "", Optional.empty()));
        assertThat(rule("a", true, "failed", "wrong row"))
                .isEqualTo(new Judge.Ruling(Verdict.FAILED, "wrong row", Optional.empty()));
        assertThat(rule("a", false, "error", "no table"))
                .isEqualTo(new Judge.Ruling(Verdict.BROKEN, "no table", Optional.empty()));
        assertThat(rule("a", false, "skipped", "not here"))
                .isEqualTo(new Judge.Ruling(Verdict.SKIPPED, "not here", Optional.empty()));
    }

    @Test
    void doesNotLetAMustPassCaseBeSkipped() {
        assertThat(rule("a", true, "skipped", "not here"))
                .isEqualTo(
                        new Judge.Ruling(Verdict.FAILED, "a must-pass case was skipped: not here", Optional.empty()));
    }

    @Test
    void knowsAGapByItsMessageWhateverPhaseItFailsIn() {
        assertThat(rule("gap", true, "failed", "error: no cursor 'c'").verdict())
                .isEqualTo(Verdict.KNOWN_GAP);
        assertThat(rule("gap", true, "error", "error: no cursor 'c'").verdict()).isEqualTo(Verdict.KNOWN_GAP);
        assertThat(rule("gap", true, "failed", "wrong row").verdict()).isEqualTo(Verdict.FAILED);
        assertThat(rule("gap", true, "error", null).verdict()).isEqualTo(Verdict.BROKEN);
    }

    @Test
    void doesNotLetAGapPassUnnoticed() {
        assertThat(rule("gap", false, "passed", null))
                .extracting(Judge.Ruling::verdict, Judge.Ruling::message)
                .containsExactly(
                        Verdict.FAILED,
                        "passes although it is a known gap (cursors are not built): take it off the list");
    }

    @Test
    void endsAGapWithItsDay() {
        LabCase labCase = new LabCase("f::gap", "f", 1, "gap", "gap", "", "types", false, List.of(), Optional.empty());
        Judge late = judge(TODAY.minusDays(1));

        assertThat(late.rule(CELL, labCase, "failed", "no cursor").verdict()).isEqualTo(Verdict.FAILED);
        assertThat(rule("gap", false, "failed", "no cursor").verdict()).isEqualTo(Verdict.KNOWN_GAP);
    }

    @Test
    void acceptsEitherOutcomeOfAFlakyGap() {
        LabCase labCase = new LabCase("f::gap", "f", 1, "gap", "gap", "", "types", true, List.of(), Optional.empty());
        Judge judge = judge(TODAY, true);

        assertThat(judge.rule(CELL, labCase, "passed", null).verdict()).isEqualTo(Verdict.PASSED);
        assertThat(judge.rule(CELL, labCase, "failed", "no cursor").verdict()).isEqualTo(Verdict.KNOWN_GAP);
        assertThat(judge.rule(CELL, labCase, "failed", "wrong row").verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void takesAnUnknownOutcomeForBroken() {
        assertThat(rule("a", false, "xpassed", null).verdict()).isEqualTo(Verdict.BROKEN);
    }
}
