package io.heliosdb.pg.embedded.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.pg.embedded.EmbeddedPostgres;
import io.heliosdb.pg.embedded.EmbeddedPostgresOptions;
import io.heliosdb.pg.embedded.RestartPolicy;
import io.heliosdb.pg.embedded.TestHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OrphanedProcessesTest {

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Starts a command under the account that owns the home's data. */
    private Process startAsEngine(TestHome home, String... command) throws Exception {
        EngineAccount account = EngineAccount.of(EngineHome.in(home.path()));
        Process process = new ProcessBuilder(account.command(List.of(command)))
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .start();
        started.add(process);
        return process;
    }

    /** As PostgreSQL leaves it when it is killed: the pid, the directory, the time of the start and the port. */
    private static void writePidFile(TestHome home, long pid) throws IOException {
        Files.writeString(PidFile.in(home.data()), pid + "\n" + home.data() + "\n1700000000\n5432\n");
    }

    private static void awaitContent(Path file, String content) throws Exception {
        while (!Files.readString(file).contains(content)) {
            Thread.sleep(1);
        }
    }

    private static void assertStarts(TestHome home) throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home.options())) {
            assertThat(TestHome.value(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aPidFileOfAProcessThatIsNoMoreIsNoObstacle() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            Process gone = startAsEngine(home, "true");
            gone.waitFor();
            writePidFile(home, gone.pid());
            assertStarts(home);
        }
    }

    @Test
    void aPidFileWhoseNumberBelongsToAnotherProcessIsNoObstacle() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            Process stranger = startAsEngine(home, "sleep", "60");
            writePidFile(home, stranger.pid());
            assertStarts(home);
            assertThat(stranger.isAlive()).isTrue();
        }
    }

    @Test
    void aPidFileOfAZombieIsNoObstacle() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            // The child ends when its parent has become a program that does not ask for the status of children.
            Process parent =
                    startAsEngine(home, "sh", "-c", "exec 3<&0; sh -c 'read line <&3' & echo $!; exec sleep 60 3<&-");
            long zombie = Long.parseLong(parent.inputReader().readLine());
            awaitContent(Path.of("/proc", Long.toString(parent.pid()), "comm"), "sleep");
            parent.outputWriter().append('\n').flush();
            awaitContent(Path.of("/proc", Long.toString(zombie), "stat"), ") Z ");
            writePidFile(home, zombie);
            assertStarts(home);
        }
    }

    @Test
    void anEmptyOrGarbledPidFileIsLeftToPostgres() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            Files.writeString(PidFile.in(home.data()), "not a number\n");
            assertThat(PidFile.read(home.data())).isEmpty();
            Files.writeString(PidFile.in(home.data()), "");
            assertThat(PidFile.read(home.data())).isEmpty();
        }
    }

    @Test
    void aServerThatLostItsSupervisorIsStoppedInOrder() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            // Not through the supervisor: nobody watches this one.
            EngineHome layout = EngineHome.in(home.path());
            Binaries binaries = Binaries.in(layout, line -> {});
            Process orphan = startAsEngine(
                    home,
                    binaries.program("postgres").toString(),
                    "-D",
                    home.data().toString(),
                    "-c",
                    "listen_addresses=",
                    "-c",
                    "unix_socket_directories=" + home.data());
            while (PidFile.read(home.data()).filter(PidFile::ready).isEmpty()) {
                Thread.sleep(5);
            }
            Signals signals = new Signals(binaries, EngineAccount.of(layout));
            new OrphanedProcesses(home.data(), signals).end(line -> {});

            assertThat(orphan.waitFor()).as("status after a fast shutdown").isZero();
            assertThat(PidFile.in(home.data())).doesNotExist();
        }
    }

    @Test
    void backendsWhosePostmasterIsGoneAreEndedBeforeTheNextStart() throws Exception {
        try (TestHome home = TestHome.initialised()) {
            try (EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedPostgresOptions.builder(home.path())
                            .restart(RestartPolicy.never())
                            .build());
                    ControlConnection busy =
                            ControlConnection.open(server.socket(), server.superuser(), Duration.ofSeconds(30))) {
                long backend = Long.parseLong(
                        busy.query("SELECT pg_backend_pid()").get(0).get(0));
                // Stopped, it cannot notice that its postmaster is gone.
                new ProcessBuilder("kill", "-STOP", Long.toString(backend))
                        .start()
                        .waitFor();
                var exit = server.onExit().toCompletableFuture();
                ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
                exit.join();
                OrphanedProcesses orphans = new OrphanedProcesses(
                        home.data(),
                        new Signals(
                                Binaries.in(EngineHome.in(home.path()), line -> {}),
                                EngineAccount.of(EngineHome.in(home.path()))),
                        Duration.ZERO);
                List<String> progress = new CopyOnWriteArrayList<>();
                orphans.end(progress::add);
                assertThat(progress).singleElement().asString().contains(Long.toString(backend));
                ProcessHandle.of(backend).ifPresent(process -> process.onExit().join());
            }
        }
    }
}
