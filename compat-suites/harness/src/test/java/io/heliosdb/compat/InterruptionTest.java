package io.heliosdb.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.compat.process.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is interrupted while a server is up and a driver hangs leaves no process behind. */
class InterruptionTest {

    private static final long PATIENCE_SECONDS = 30;

    @TempDir
    private Path folder;

    @BeforeEach
    void copySuites() throws IOException {
        TestSuites.in(folder);
        Files.writeString(
                folder.resolve("server.sh"),
                """
                echo $$ > "$(dirname "$0")/server.pid"
                sleep 600 &
                echo $! > "$(dirname "$0")/engine.pid"
                printf '{"home":"%s","ports":{"fake":5999}}' "$2" > "$4.draft"; mv "$4.draft" "$4"
                wait
                """);
    }

    /** Leads a process group of its own, as a shell's job does. */
    private Process conform() throws IOException, InterruptedException {
        Process run = new ProcessBuilder(List.of(
                        "setsid",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ConformanceCommand.class.getName(),
                        "--suites=" + folder,
                        "--server=/bin/sh",
                        "--server=" + folder.resolve("server.sh"),
                        "--out=" + folder.resolve("out"),
                        "--cache=" + TestSuites.CACHE,
                        "--python=" + TestSuites.interpreter(),
                        "--driver=hang,orphan",
                        "--jobs=2"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("run.log").toFile())
                .start();
        Processes.awaitNumber(folder.resolve("hang.pid"));
        return run;
    }

    private void leavesNothingBehind(Process run) throws IOException, InterruptedException {
        assertThat(run.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).isNotZero();
        for (String name : List.of("hang.pid", "server.pid", "engine.pid")) {
            Processes.awaitEnd(Processes.awaitNumber(folder.resolve(name)));
        }
        assertThat(folder.resolve("run.log"))
                .content()
                .doesNotContain("no sign of life", "interpreter died")
                .contains("Stopped after 0 of 2 cells: there is no report.");
    }

    @Test
    void endsWithControlC() throws Exception {
        Process run = conform();

        Process signal = new ProcessBuilder("kill", "-s", "INT", "--", "-" + run.pid()).start();
        assertThat(signal.waitFor()).isZero();

        leavesNothingBehind(run);
    }

    @Test
    void endsWhenItIsTerminated() throws Exception {
        Process run = conform();

        run.destroy();

        leavesNothingBehind(run);
    }
}
