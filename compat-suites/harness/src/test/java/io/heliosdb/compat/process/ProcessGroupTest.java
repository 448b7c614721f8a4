package io.heliosdb.compat.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessGroupTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private ProcessGroup.Start shell(String script, Duration grace) {
        return new ProcessGroup.Start(
                List.of("/bin/sh", "-c", script),
                folder,
                Map.of("PATH", System.getenv("PATH"), "GREETING", "hello"),
                folder.resolve("log"),
                grace);
    }

    @Test
    void keepsOutputAndEventsApart() throws Exception {
        try (ProcessGroup group = ProcessGroup.startWithEvents(
                shell("echo $GREETING; echo oops >&2; echo event >&3; exit 5", Duration.ZERO))) {
            assertThat(new String(group.events().readAllBytes(), UTF_8)).isEqualTo("event\n");
            assertThat(group.await()).isEqualTo(5);
            assertThat(group.isAlive()).isFalse();
        }
        assertThat(folder.resolve("log")).hasContent("hello\noops\n");
    }

    @Test
    void givesTheChildItsOwnSessionAndNoInput() throws Exception {
        try (ProcessGroup group =
                ProcessGroup.start(shell("ps -o sid= -p $$ > sid; cat > input; echo done", Duration.ZERO))) {
            assertThat(group.await(PATIENCE)).isTrue();
            assertThat(Long.parseLong(Files.readString(folder.resolve("sid")).strip()))
                    .isEqualTo(group.pid());
            assertThat(folder.resolve("input")).isEmptyFile();
        }
    }

    @Test
    void managesWithoutSetsid() throws Exception {
        for (String tool : List.of("perl", "ps")) {
            Path file = Files.writeString(folder.resolve(tool), "#!/bin/sh\nexec /usr/bin/" + tool + " \"$@\"\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        ProcessGroup.Start start = new ProcessGroup.Start(
                List.of("/bin/sh", "-c", "ps -o sid= -p $$ > sid; echo \"$1\"; exit 3", "sh", "two words"),
                folder,
                Map.of("PATH", folder.toString()),
                folder.resolve("log"),
                Duration.ZERO);
        try (ProcessGroup group = ProcessGroup.start(start)) {
            assertThat(group.await()).isEqualTo(3);
            assertThat(Long.parseLong(Files.readString(folder.resolve("sid")).strip()))
                    .isEqualTo(group.pid());
            assertThat(folder.resolve("log")).hasContent("two words");
        }
    }

    @Test
    void tellsTheSignalThatEndedTheChild() throws Exception {
        try (ProcessGroup group = ProcessGroup.start(shell("kill -s SEGV $$", Duration.ZERO))) {
            int status = group.await();

            assertThat(status).isEqualTo(139);
            assertThat(new ProcessEvent.Exited(status).words()).isEqualTo("exit 139 (signal 11)");
            assertThat(new ProcessEvent.Exited(3).words()).isEqualTo("exit 3");
        }
    }

    @Test
    void killsWhatTheChildHasForked() throws Exception {
        long grandchild;
        try (ProcessGroup group = ProcessGroup.start(shell("sleep 600 & echo $! > grandchild; wait", Duration.ZERO))) {
            grandchild = Processes.awaitNumber(folder.resolve("grandchild"));
            assertThat(ProcessHandle.of(grandchild)).isPresent();
            assertThat(group.isAlive()).isTrue();
        }
        Processes.awaitEnd(grandchild);
    }

    @Test
    void letsAChildEndByItselfWhenItHasAGrace() throws Exception {
        try (ProcessGroup group = ProcessGroup.start(shell(
                "trap 'echo closed > farewell; exit 0' TERM; echo $$ > ready; while :; do sleep 0.05; done",
                PATIENCE))) {
            assertThat(Processes.awaitNumber(folder.resolve("ready"))).isEqualTo(group.pid());
        }
        assertThat(folder.resolve("farewell")).hasContent("closed");
    }

    @Test
    void killsAChildThatOutlastsItsGrace() throws Exception {
        ProcessGroup group = ProcessGroup.start(
                shell("trap '' TERM; echo $$ > ready; while :; do sleep 0.05; done", Duration.ofMillis(100)));
        try (group) {
            Processes.awaitNumber(folder.resolve("ready"));
        }
        assertThat(group.await()).isEqualTo(137);
        group.close();
        group.kill();
    }

    @Test
    void refusesAWorkingDirectoryThatIsNotThere() {
        assertThatThrownBy(() -> ProcessGroup.start(new ProcessGroup.Start(
                        List.of("true"), folder.resolve("nowhere"), Map.of(), folder.resolve("log"), Duration.ZERO)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void leavesNothingBehindWhenTheVirtualMachineIsTerminated() throws Exception {
        Process machine = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starter.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("machine.log").toFile())
                .start();
        long child = Processes.awaitNumber(folder.resolve("child"));
        long grandchild = Processes.awaitNumber(folder.resolve("grandchild"));
        long server = Processes.awaitNumber(folder.resolve("server"));

        machine.destroy();

        assertThat(machine.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
        Processes.awaitEnd(grandchild);
        assertThat(ProcessHandle.of(server).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(folder.resolve("farewell")).hasContent("closed");
        assertThat(folder.resolve("conclusion")).doesNotExist();
        assertThat(folder.resolve("machine.log")).isEmptyFile();
    }

    /** A virtual machine that starts a driver's process and a server, and waits for the driver. */
    static final class Starter {

        private Starter() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            Path folder = Path.of(arguments[0]);
            ProcessGroup.start(start(
                    folder,
                    "trap 'echo closed > farewell; exit 0' TERM; echo $$ > server; while :; do sleep 0.05; done",
                    Duration.ofSeconds(30)));
            PytestProcess driver = PytestProcess.start(
                    start(folder, "sleep 600 & echo $! > grandchild; echo $$ > child; wait", Duration.ZERO));
            driver.next(Duration.ofMinutes(5));
            Files.writeString(folder.resolve("conclusion"), "the driver's process died");
        }

        private static ProcessGroup.Start start(Path folder, String script, Duration grace) {
            return new ProcessGroup.Start(
                    List.of("/bin/sh", "-c", script),
                    folder,
                    Map.of("PATH", System.getenv("PATH")),
                    folder.resolve("log-" + script.hashCode()),
                    grace);
        }
    }
}
