package io.heliosdb.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.matrix.Matrix;
import io.heliosdb.compat.run.CaseResult;
import io.heliosdb.compat.run.CellPlan;
import io.heliosdb.compat.run.LabCase;
import io.heliosdb.reports.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressListenerTest {

    @TempDir
    private Path folder;

    private final RecordingProgress progress = new RecordingProgress();
    private final ProgressListener listener = new ProgressListener(progress);
    private CellPlan sound;
    private CellPlan crash;

    @BeforeEach
    void plan() throws IOException {
        Matrix matrix = Matrix.read(TestSuites.in(folder));
        sound = plan(TestSuites.driver("sound").of(matrix).get(0));
        crash = plan(TestSuites.driver("crash").of(matrix).get(0));
    }

    private static CellPlan plan(Cell cell) {
        return new CellPlan(cell, Optional.empty(), Optional.empty(), List.of());
    }

    private static CaseResult result(String name, Verdict verdict, String message) {
        LabCase labCase = new LabCase("f::" + name, "f", 1, name, name, "", "c", false, List.of(), Optional.empty());
        return new CaseResult(
                labCase,
                verdict,
                message,
                Optional.empty(),
                "",
                Instant.EPOCH,
                Duration.ZERO,
                List.of(),
                List.of(),
                false);
    }

    @Test
    void saysHowFarARunCameThatWasStopped() {
        assertThat(listener.stopped()).isEqualTo("Stopped before the first case: there is no report.");
        listener.expect(2);
        listener.cellStarted(sound, 2);
        listener.cellFinished(sound, "Fake", Duration.ofMillis(1234));
        assertThat(listener.stopped()).isEqualTo("Stopped after 1 of 2 cells: there is no report.");
    }

    @Test
    void countsCellsThatRunSideBySideApart() {
        listener.expect(2);
        listener.cellStarted(sound, 2);
        listener.cellStarted(crash, 3);
        listener.caseFinished(sound, result("a", Verdict.PASSED, ""));
        listener.caseFinished(crash, result("a", Verdict.FAILED, "\n wrong row\nmore"));
        listener.caseFinished(sound, result("b", Verdict.KNOWN_GAP, "known gap: x"));
        listener.cellFinished(sound, "Fake", Duration.ofMillis(1234));

        assertThat(progress.statuses())
                .endsWith(
                        "[0/2] sound@9.2.0 live 1/2 | crash@9.2.0 live 0/3",
                        "[0/2] sound@9.2.0 live 1/2 | crash@9.2.0 live 1/3, 1 failed",
                        "[0/2] sound@9.2.0 live 2/2 | crash@9.2.0 live 1/3, 1 failed",
                        "[1/2] crash@9.2.0 live 1/3, 1 failed");
        assertThat(progress.lines())
                .containsExactly(
                        "  failed  crash@9.2.0 live  f::a\n           wrong row",
                        "[1/2] sound@9.2.0 live  1 passed, 1 known gap  1.2 s");
    }

    @Test
    void doesNotFillTheScreenWithFailures() {
        listener.cellStarted(sound, 30);
        for (int number = 0; number < 30; number++) {
            listener.caseFinished(sound, result("c" + number, Verdict.FAILED, "x".repeat(300)));
        }
        listener.cellFinished(sound, "", Duration.ZERO);

        assertThat(progress.lines()).hasSize(22);
        assertThat(progress.lines().get(0)).endsWith("xxx…").hasSizeLessThan(260);
        assertThat(progress.lines().get(20)).isEqualTo("  and 10 more of sound@9.2.0 live, which the report shows");
        assertThat(progress.lines().get(21)).isEqualTo("sound@9.2.0 live  0 passed, 30 failed  0.0 s");
    }

    @Test
    void tellsOnceWhatKeepsEveryCaseFromRunning() {
        String reason = "HeliosDB ended with exit 2 before it was ready:\n\nport 5432 is taken\n";
        listener.cellStarted(sound, 2);
        listener.cellStarted(crash, 1);
        listener.caseFinished(sound, result("a", Verdict.BROKEN, reason));
        listener.caseFinished(sound, result("b", Verdict.BROKEN, reason));
        listener.cellFinished(sound, "", Duration.ZERO);
        listener.caseFinished(crash, result("a", Verdict.BROKEN, reason));
        listener.cellFinished(crash, "", Duration.ZERO);

        assertThat(progress.lines())
                .containsExactly(
                        "  broken  sound@9.2.0 live  f::a\n          HeliosDB ended with exit 2 before it was ready:"
                                + "\n          port 5432 is taken",
                        "  and 1 more of sound@9.2.0 live, for a reason told above",
                        "sound@9.2.0 live  0 passed, 2 failed  0.0 s",
                        "  and 1 more of crash@9.2.0 live, for a reason told above",
                        "crash@9.2.0 live  0 passed, 1 failed  0.0 s");
    }
}
