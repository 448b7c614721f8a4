package io.heliosdb.compat.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shell scripts take the place of pytest: what matters here is how a process ends. */
class PytestProcessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String START = "echo '{\"event\":\"start\",\"id\":\"x\"}' >&3; ";

    @TempDir
    private Path folder;

    private PytestProcess start(String script) throws Exception {
        return PytestProcess.start(new ProcessGroup.Start(
                List.of("/bin/sh", "-c", script),
                folder,
                Map.of("PATH", System.getenv("PATH")),
                folder.resolve("log"),
                Duration.ZERO));
    }

    @Test
    void givesEventsInTheirOrderAndTheExitLast() throws Exception {
        try (PytestProcess process = start(START + "echo '{\"event\":\"end\",\"status\":4}' >&3; exit 4")) {
            assertThat(process.next(PATIENCE)).isEqualTo(new PytestEvent.Start("x"));
            assertThat(process.next(PATIENCE)).isEqualTo(new PytestEvent.End(4));
            assertThat(process.next(PATIENCE)).isEqualTo(new ProcessEvent.Exited(4));
        }
    }

    @Test
    void saysWhenThereIsNoSignOfLife() throws Exception {
        Duration moment = Duration.ofMillis(50);
        try (PytestProcess process = start("sleep 600")) {
            assertThat(process.next(moment)).isEqualTo(new ProcessEvent.Silent(moment));
        }
    }

    @Test
    void abortsAProcessThatHangs() throws Exception {
        try (PytestProcess process =
                start("trap 'echo the stack; exit 134' ABRT; " + START + "while :; do sleep 0.05; done")) {
            assertThat(process.next(PATIENCE)).isEqualTo(new PytestEvent.Start("x"));

            process.abort();

            assertThat(process.next(PATIENCE)).isEqualTo(new ProcessEvent.Exited(134));
        }
        assertThat(folder.resolve("log")).hasContent("the stack");
    }

    @Test
    void endsForItsReaderAlthoughAnOrphanHoldsTheEventsOpen() throws Exception {
        try (PytestProcess process = start("sleep 600 & echo $! > orphan; " + START)) {
            assertThat(process.next(PATIENCE)).isEqualTo(new PytestEvent.Start("x"));
            assertThat(process.next(PATIENCE)).isEqualTo(new ProcessEvent.Exited(0));
            Processes.awaitEnd(Processes.awaitNumber(folder.resolve("orphan")));
        }
    }

    @Test
    void endsForItsReaderAlthoughAnOrphanHasLeftTheGroup() throws Exception {
        long escaped;
        try (PytestProcess process = start("setsid sleep 600 & echo $! > escaped; " + START + "sleep 0.2")) {
            assertThat(process.next(PATIENCE)).isEqualTo(new PytestEvent.Start("x"));
            assertThat(process.next(PATIENCE)).isEqualTo(new ProcessEvent.Exited(0));
            escaped = Processes.awaitNumber(folder.resolve("escaped"));
        }
        ProcessHandle.of(escaped).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void waitsForAProcessThatClosesItsEventsBeforeItEnds() throws Exception {
        try (PytestProcess process = start(START + "exec 3>&-; sleep 0.3; exit 9")) {
            assertThat(process.next(PATIENCE)).isEqualTo(new PytestEvent.Start("x"));
            assertThat(process.next(PATIENCE)).isEqualTo(new ProcessEvent.Exited(9));
        }
    }
}
