package io.heliosdb.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UpstreamScoreTest {

    @Test
    void countsWhatBothPassOfWhatTheGenuineServerPasses() {
        ConformanceReport report = SampleReport.changeCase(
                SampleReport.changeCase(
                        SampleReport.sound(),
                        "psycopg2@2.9.13 upstream",
                        "tests/test_connection.py::test_1",
                        outcome -> SampleReport.with(outcome, Verdict.FAILED, "no", null)),
                "psycopg2@2.9.13 upstream-reference",
                "tests/test_connection.py::test_2",
                outcome -> SampleReport.with(outcome, Verdict.KNOWN_GAP, "no", SampleReport.gap(null)));

        assertThat(UpstreamScore.of(report, "psycopg2", "2.9.13"))
                .contains(new UpstreamScore(18, 19))
                .get()
                .hasToString("18 of 19");
        assertThat(UpstreamScore.of(report, "psycopg2", "2.9.13", id -> id.endsWith("_1")))
                .contains(new UpstreamScore(0, 1));
    }

    @Test
    void isSaidBelowTheTableOfARun() {
        assertThat(ResultTable.scores(SampleReport.sound()))
                .singleElement()
                .asString()
                .contains(" 2.9.13's own suite: ")
                .endsWith(" that the genuine server passes");
    }

    @Test
    void saysNothingWhereALaneDidNotRun() {
        assertThat(UpstreamScore.of(SampleReport.sound(), "psycopg2", "2.9.9")).isEmpty();
        assertThat(UpstreamScore.of(SampleReport.sound(), "pymysql", "1.2.4")).isEmpty();
    }

    @Test
    void refusesMoreThanAll() {
        assertThatThrownBy(() -> new UpstreamScore(2, 1)).hasMessage("passed 2 (expected: 0 to 1)");
    }
}
