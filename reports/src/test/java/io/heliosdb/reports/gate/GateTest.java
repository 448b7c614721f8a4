package io.heliosdb.reports.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.reports.CaseOutcome;
import io.heliosdb.reports.CellOutcome;
import io.heliosdb.reports.ConformanceReport;
import io.heliosdb.reports.SampleReport;
import io.heliosdb.reports.Verdict;
import io.heliosdb.reports.published.Baseline;
import io.heliosdb.reports.published.CellChanges;
import io.heliosdb.reports.published.Publication;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule is broken in turn, by one change of a report that keeps them all. */
class GateTest {

    private static final String LIVE = "psycopg2@2.9.13 live";
    private static final String OLDER = "psycopg2@2.9.9 live";
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 26);

    @TempDir
    private Path folder;

    private Baseline baseline;

    @BeforeEach
    void publish() throws IOException {
        Publication publication = new Publication(folder.resolve("published"));
        publication.publish(SampleReport.sound(), folder.resolve("COMPATIBILITY.md"));
        baseline = publication.baseline().orElseThrow();
    }

    static GateRules rules() {
        return new GateRules(
                Map.of(
                        "gold",
                        new GateRules.TierRules(
                                List.of("live", "reference", "upstream", "upstream-reference"),
                                Threshold.ALL,
                                Threshold.of("90 %"),
                                0,
                                0),
                        "silver",
                        new GateRules.TierRules(List.of("live", "probe"), Threshold.ALL, Threshold.of("90 %"), 1, 0)),
                List.of(new GateRules.UpstreamRule("psycopg2", null, "test_connection", Threshold.of("19"), 20)));
    }

    private GateResult judge(ConformanceReport report) {
        return new Gate(rules(), TODAY).judge(report, Optional.of(baseline));
    }

    @Test
    void isOpenWhereEveryRuleIsKept() {
        GateResult result = judge(SampleReport.sound());

        assertThat(result.broken()).isEmpty();
        assertThat(result.isOpen()).isTrue();
        assertThat(result.line()).isEqualTo("open, 3 driver versions keep every rule");
    }

    private static UnaryOperator<CaseOutcome> ends(Verdict verdict, String message) {
        return outcome -> SampleReport.with(outcome, verdict, message, outcome.gap());
    }

    private static Arguments broken(String rule, UnaryOperator<ConformanceReport> change, String... lines) {
        return Arguments.of(rule, change, List.of(lines));
    }

    private static UnaryOperator<ConformanceReport> changed(String cell, String id, UnaryOperator<CaseOutcome> change) {
        return report -> SampleReport.changeCase(report, cell, id, change);
    }

    private static UnaryOperator<ConformanceReport> without(String cell) {
        return report -> SampleReport.with(
                report,
                report.cells().stream()
                        .filter(each -> !each.name().equals(cell))
                        .toList());
    }

    static Stream<Arguments> rulesBrokenInTurn() {
        return Stream.of(
                broken(
                        "a must-pass case is skipped",
                        changed(LIVE, SampleReport.MUST_PASS, ends(Verdict.SKIPPED, "no time\nat all")),
                        "must-pass: " + LIVE + " " + SampleReport.MUST_PASS
                                + ": a must-pass case was skipped: no time; mend it: a release needs it to pass"),
                broken(
                        "a must-pass case fails",
                        changed(LIVE, SampleReport.MUST_PASS, ends(Verdict.FAILED, "assert 1 == 2")),
                        "must-pass: " + LIVE + " " + SampleReport.MUST_PASS
                                + ": a must-pass case failed: assert 1 == 2; mend it: a release needs it to pass"),
                broken(
                        "a must-pass case is missing that the published report and another version have",
                        changed(LIVE, SampleReport.MUST_PASS, outcome -> null),
                        "must-pass: " + LIVE + " " + SampleReport.MUST_PASS
                                + ": a must-pass case is missing, which version 2.9.9 has;"
                                + " bring it back, or mark for which versions it applies"),
                broken(
                        "a must-pass case is missing that only the published report has",
                        changed(LIVE, SampleReport.MUST_PASS, outcome -> null)
                                .andThen(changed(OLDER, SampleReport.MUST_PASS, outcome -> null))::apply,
                        "must-pass: " + LIVE + " " + SampleReport.MUST_PASS
                                + ": a must-pass case is missing, which the published report has;"
                                + " bring it back, or mark for which versions it applies",
                        "must-pass: " + OLDER + " " + SampleReport.MUST_PASS
                                + ": a must-pass case is missing, which the published report has;"
                                + " bring it back, or mark for which versions it applies"),
                broken(
                        "a case that passed fails now",
                        changed(LIVE, SampleReport.EXTENDED, ends(Verdict.FAILED, "assert None")),
                        "regression: " + LIVE + " " + SampleReport.EXTENDED
                                + ": passed in the published report and fails: assert None;"
                                + " mend it, or accept it: heliosdb gate --publish --force"),
                broken(
                        "a case that passed is skipped now",
                        changed(LIVE, SampleReport.EXTENDED, ends(Verdict.SKIPPED, "later")),
                        "regression: " + LIVE + " " + SampleReport.EXTENDED
                                + ": passed in the published report and is skipped: later;"
                                + " mend it, or accept it: heliosdb gate --publish --force"),
                broken(
                        "a case that passed is missing now",
                        changed(LIVE, SampleReport.EXTENDED, outcome -> null),
                        "regression: " + LIVE + " " + SampleReport.EXTENDED
                                + ": passed in the published report and is missing;"
                                + " mend it, or accept it: heliosdb gate --publish --force"),
                broken(
                        "a case of the driver's own suite that passed fails now",
                        changed("psycopg2@2.9.13 upstream", SampleReport.UPSTREAM, ends(Verdict.FAILED, "no")),
                        "regression: psycopg2@2.9.13 upstream " + SampleReport.UPSTREAM
                                + ": passed in the published report and fails: no;"
                                + " mend it, or accept it: heliosdb gate --publish --force"),
                broken(
                        "a case of the driver's own suite is missing",
                        changed("psycopg2@2.9.13 upstream", SampleReport.UPSTREAM, outcome -> null),
                        "regression: psycopg2@2.9.13 upstream tests/test_connection.py (1 of 20 cases)"
                                + ": passed in the published report and is missing;"
                                + " mend it, or accept it: heliosdb gate --publish --force"),
                broken(
                        "a gap is past its day",
                        changed(
                                "pymysql@1.2.4 live",
                                SampleReport.GAP,
                                outcome -> SampleReport.with(
                                        outcome, Verdict.KNOWN_GAP, "known gap", SampleReport.gap("2026-11-25"))),
                        "known gaps: pymysql@1.2.4 live " + SampleReport.GAP
                                + ": is a known gap until 2026-11-25, which is over;"
                                + " close the gap, or say in known-gaps.yaml why it stays and until when"),
                broken(
                        "a gap passes",
                        changed(
                                "pymysql@1.2.4 live",
                                SampleReport.GAP,
                                ends(Verdict.FAILED, CaseOutcome.GAP_PASSES + " (x): take it off")),
                        "known gaps: pymysql@1.2.4 live " + SampleReport.GAP
                                + ": passes although it is a known gap (Octets of another character set stay <octets>);"
                                + " take it off known-gaps.yaml"),
                broken(
                        "a gap fails in another way",
                        changed("pymysql@1.2.4 live", SampleReport.GAP, ends(Verdict.FAILED, "the server is gone")),
                        "known gaps: pymysql@1.2.4 live " + SampleReport.GAP
                                + ": is a known gap and fails in another way: the server is gone;"
                                + " mend it, or say in known-gaps.yaml how it fails now"),
                broken(
                        "there are too many gaps",
                        changed(
                                "pymysql@1.2.4 live",
                                "mysql/pymysql/test_charsets.py::test_8",
                                outcome -> SampleReport.with(
                                        outcome, Verdict.KNOWN_GAP, "known gap", SampleReport.gap(null))),
                        "known gaps: pymysql@1.2.4 live: 2 known gaps (expected: at most 1);"
                                + " close some of those in known-gaps.yaml",
                        "regression: pymysql@1.2.4 live mysql/pymysql/test_charsets.py::test_8"
                                + ": passed in the published report and is a known gap:"
                                + " Octets of another character set stay <octets>;"
                                + " mend it, or accept it: heliosdb gate --publish --force"),
                broken(
                        "a case fails on the genuine server",
                        changed(
                                "psycopg2@2.9.13 reference",
                                SampleReport.EXTENDED,
                                ends(Verdict.FAILED, "assert 'a' == 'b'")),
                        "judge: psycopg2@2.9.13 reference " + SampleReport.EXTENDED
                                + ": fails on the genuine server: assert 'a' == 'b';"
                                + " mend the case: it expects what is wrong"),
                broken(
                        "a probe fails",
                        changed(
                                "pymysql@1.2.4 probe",
                                "mysql/probes/test_connect.py::test_1",
                                ends(Verdict.BROKEN, "no server")),
                        "judge: pymysql@1.2.4 probe mysql/probes/test_connect.py::test_1"
                                + ": a probe fails: no server; mend it"),
                broken(
                        "a planned cell did not run",
                        without("psycopg2@2.9.13 reference"),
                        "ran: psycopg2@2.9.13 reference: is planned and did not run;"
                                + " run it: heliosdb conform --driver psycopg2@2.9.13 --lane reference"),
                broken(
                        "a driver could not be provisioned",
                        report -> SampleReport.change(
                                report,
                                LIVE,
                                cases -> List.of(SampleReport.fault("environment", "cannot install\nmore"))),
                        "ran: " + LIVE + " harness::environment: could not run as it should: cannot install;"
                                + " mend that and run it again: heliosdb conform --driver psycopg2@2.9.13 --lane live"),
                broken(
                        "a cell has no case",
                        report -> SampleReport.change(report, LIVE, cases -> List.of()),
                        "ran: " + LIVE + ": has no case; a cell has to carry out at least one:"
                                + " heliosdb conform --driver psycopg2@2.9.13 --lane live"),
                broken(
                        "a cell skipped everything",
                        report -> SampleReport.change(report, LIVE, cases -> cases.stream()
                                .map(ends(Verdict.SKIPPED, "no"))
                                .toList()),
                        "ran: " + LIVE + ": skipped all of its 20 cases; a cell has to carry out at least one:"
                                + " heliosdb conform --driver psycopg2@2.9.13 --lane live"),
                broken(
                        "the run was filtered",
                        report -> new ConformanceReport(
                                report.format(),
                                report.startedAt(),
                                report.milliseconds(),
                                report.environment(),
                                report.tiers(),
                                report.matrix(),
                                true,
                                report.cells()),
                        "whole run: the run: only cases that match a pattern were asked for; run the matrix without --case"),
                broken(
                        "a version was published and is planned no more",
                        report -> {
                            List<CellOutcome> left =
                                    without(OLDER).apply(report).cells();
                            return SampleReport.report(left);
                        },
                        "regression: " + OLDER + ": was published and is not in the matrix any more;"
                                + " bring it back, or accept it: heliosdb gate --publish --force"),
                broken(
                        "a tier has no rules",
                        report -> {
                            List<CellOutcome> more = new ArrayList<>(report.cells());
                            more.add(SampleReport.cell(
                                    "bronze", "tds", "pymssql", "2.4.6", "live", SampleReport.ours("tds", "types")));
                            return SampleReport.report(more);
                        },
                        "comparable: the run: tier bronze has no rules; give it some in gate.yaml"),
                broken(
                        "nothing measured the driver's own suite",
                        without("psycopg2@2.9.13 upstream-reference"),
                        "ran: psycopg2@2.9.13 upstream-reference: is planned and did not run;"
                                + " run it: heliosdb conform --driver psycopg2@2.9.13 --lane upstream-reference",
                        "upstream: psycopg2@2.9.13 upstream: nothing says how many cases of test_connection the genuine"
                                + " server passes; run it there: heliosdb conform --driver psycopg2@2.9.13"
                                + " --lane upstream-reference"),
                broken(
                        "the genuine server passes less than it should",
                        changed(
                                "psycopg2@2.9.13 upstream-reference",
                                SampleReport.UPSTREAM,
                                ends(Verdict.FAILED, "no")),
                        "upstream: psycopg2@2.9.13 upstream: the genuine server passes 19 cases of test_connection"
                                + " (expected: at least 20); mend how the suite is run there"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rulesBrokenInTurn")
    void isHeldByOneBrokenRule(String rule, UnaryOperator<ConformanceReport> change, List<String> lines) {
        GateResult result = judge(change.apply(SampleReport.sound()));

        assertThat(result.broken()).extracting(BrokenRule::line).containsExactlyElementsOf(lines);
        assertThat(result.isOpen()).isFalse();
        assertThat(result.line()).startsWith("held, " + lines.size() + " rule");
    }

    @Test
    void isHeldWhereNothingWasCarriedOut() {
        ConformanceReport report = SampleReport.report(List.of());

        assertThat(judge(report).broken())
                .extracting(BrokenRule::line)
                .contains("whole run: the run: not one case was carried out; run the matrix: heliosdb conform")
                .anyMatch(line -> line.startsWith("regression: " + LIVE + ": was published"));
    }

    @Test
    void countsWhatPassesOfTheDriversOwnSuite() {
        ConformanceReport report =
                SampleReport.change(SampleReport.sound(), "psycopg2@2.9.13 upstream", cases -> cases.stream()
                        .map(outcome ->
                                outcome.id().endsWith("_1") || outcome.id().endsWith("_2")
                                        ? ends(Verdict.FAILED, "no").apply(outcome)
                                        : outcome)
                        .toList());

        assertThat(judge(report).broken())
                .extracting(BrokenRule::line)
                .contains(
                        "upstream: psycopg2@2.9.13 upstream: 18 of 20 cases of test_connection pass that the genuine server"
                                + " passes (expected: at least 19); mend what the driver's own suite fails on");
    }

    @Test
    void countsAllCasesOfTheLiveLane() {
        ConformanceReport report = SampleReport.change(SampleReport.sound(), LIVE, cases -> cases.stream()
                .map(outcome -> outcome.id().endsWith("_7")
                        ? ends(Verdict.FAILED, "no").apply(outcome)
                        : outcome.id().endsWith("_8")
                                ? ends(Verdict.SKIPPED, "no").apply(outcome)
                                : outcome)
                .toList());

        assertThat(judge(report).broken())
                .extracting(BrokenRule::line)
                .contains("extended: " + LIVE + ": 16 of 18 cases pass (expected: at least 90 %);"
                        + " mend some of the 2 failures and 0 known gaps");
    }

    @Test
    void wantsAPublishedReportUnlessThisBecomesTheFirst() {
        Gate gate = new Gate(rules(), TODAY);

        assertThat(gate.judge(SampleReport.sound(), Optional.empty()).broken())
                .extracting(BrokenRule::line)
                .containsExactly("comparable: the run: there is no published report to compare with;"
                        + " publish a first one: heliosdb gate --publish");
        assertThat(gate.judgeFirst(SampleReport.sound()).isOpen()).isTrue();
    }

    @Test
    void allowsAsManyRegressionsAsTheTierDoes() {
        GateRules lenient = new GateRules(
                Map.of(
                        "gold",
                        new GateRules.TierRules(List.of("live"), Threshold.of("80 %"), Threshold.of("50 %"), null, 1),
                        "silver",
                        new GateRules.TierRules(List.of("live"), null, Threshold.of("50 %"), null, 0)),
                null);
        ConformanceReport one = changed(LIVE, SampleReport.MUST_PASS, ends(Verdict.FAILED, "no"))
                .apply(SampleReport.sound());
        ConformanceReport two =
                changed(LIVE, SampleReport.EXTENDED, ends(Verdict.FAILED, "no")).apply(one);
        Gate gate = new Gate(lenient, TODAY);

        assertThat(gate.judge(one, Optional.of(baseline)).broken()).isEmpty();
        assertThat(gate.judge(two, Optional.of(baseline)).broken())
                .extracting(BrokenRule::caseId)
                .containsExactly(SampleReport.MUST_PASS, SampleReport.EXTENDED);
    }

    @Test
    void aGapThatFailsAtTimesIsNoRegressionWhereItFailsNow() {
        assertThat(judge(withGap(false)).broken())
                .extracting(BrokenRule::rule)
                .containsExactly(BrokenRule.Rule.REGRESSION);
        assertThat(judge(withGap(true)).broken()).isEmpty();
    }

    private static ConformanceReport withGap(boolean flaky) {
        return changed(
                        "psycopg2@2.9.13 upstream",
                        SampleReport.UPSTREAM,
                        outcome -> SampleReport.with(
                                outcome,
                                Verdict.KNOWN_GAP,
                                "known gap",
                                new CaseOutcome.ListedGap("Asks at once", false, flaky, null)))
                .apply(SampleReport.sound());
    }

    @Test
    void aGapThatFailsAtTimesIsNoNewsWhereItPassesNow() throws IOException {
        Publication publication = new Publication(folder.resolve("published"));
        publication.publish(withGap(true), folder.resolve("COMPATIBILITY.md"));
        ConformanceReport passes = changed(
                        "psycopg2@2.9.13 upstream",
                        SampleReport.UPSTREAM,
                        outcome -> SampleReport.with(outcome, Verdict.PASSED, "", outcome.gap()))
                .apply(withGap(true));

        assertThat(CellChanges.between(publication.baseline().orElseThrow(), passes))
                .isEmpty();
        assertThat(CellChanges.between(publication.baseline().orElseThrow(), SampleReport.sound()))
                .singleElement()
                .satisfies(changes -> assertThat(changes.won()).containsExactly(SampleReport.UPSTREAM));
    }

    @Test
    void comparesALaneThatNeedNotHaveRun() {
        GateRules lenient = new GateRules(
                Map.of(
                        "gold",
                        rules().tiers().get("gold"),
                        "silver",
                        new GateRules.TierRules(List.of("live"), null, null, 1, 0)),
                null);

        assertThat(new Gate(lenient, TODAY)
                        .judge(without("pymysql@1.2.4 probe").apply(SampleReport.sound()), Optional.of(baseline))
                        .broken())
                .extracting(BrokenRule::line)
                .contains("regression: pymysql@1.2.4 probe: was published and did not run;"
                        + " run it: heliosdb conform --driver pymysql@1.2.4 --lane probe");
    }

    @Test
    void knowsWhoseRuleIsBroken() {
        GateResult result = judge(
                changed(LIVE, SampleReport.EXTENDED, ends(Verdict.FAILED, "no")).apply(SampleReport.sound()));

        assertThat(result.of("psycopg2", "2.9.13")).hasSize(1);
        assertThat(result.of("psycopg2", "2.9.9")).isEmpty();
        assertThat(result.ofRun()).isEmpty();
    }
}
