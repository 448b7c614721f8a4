package io.heliosdb.launcher.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.launcher.LaunchException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir
    private Path directory;

    private Home home;

    @BeforeEach
    void chooseHome() {
        home = new Home(directory.resolve("a/../home"));
    }

    @Test
    void makesItsFoldersForNobodyElse() throws Exception {
        home.create();
        home.create();
        assertThat(home.root()).isEqualTo(directory.resolve("home"));
        assertThat(home.etc()).isDirectory();
        assertThat(home.deploy()).isDirectory();
        assertThat(home.logFile().getParent()).isDirectory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.etc())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.root())))
                .isEqualTo(Home.runsAsRoot() ? "rwx--x--x" : "rwx------");
    }

    @Test
    void refusesAFileInItsPlace() throws Exception {
        Files.writeString(home.root(), "");
        assertThatThrownBy(home::create)
                .isInstanceOf(LaunchException.class)
                .hasMessage("The home cannot be used: " + home.root() + " is not a directory");
    }

    @Test
    void refusesAFileAboveIt() throws Exception {
        Files.writeString(directory.resolve("file"), "");
        Home below = new Home(directory.resolve("file/home"));
        assertThatThrownBy(below::create)
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("choose another with --home");
    }

    @Test
    void isHeldByOneServerAtATime() throws Exception {
        home.create();
        assertThat(HomeLock.holder(home)).isEmpty();
        long self = ProcessHandle.current().pid();
        HomeLock lock = HomeLock.acquire(home);
        assertThat(HomeLock.holder(home)).isEqualTo(OptionalLong.of(self));
        assertThatThrownBy(() -> HomeLock.acquire(home))
                .isInstanceOf(LaunchException.class)
                .hasMessage("The home " + home.root() + " is held by another server (process " + self
                        + "); stop it, or choose another home with --home");
        lock.close();
        assertThat(HomeLock.holder(home)).isEmpty();
        HomeLock.acquire(home).close();
    }

    @Test
    void isHeldHoweverItIsNamed() throws Exception {
        home.create();
        Home link = new Home(Files.createSymbolicLink(directory.resolve("link"), home.root()));
        try (HomeLock lock = HomeLock.acquire(home)) {
            assertThat(lock).isNotNull();
            assertThat(HomeLock.holder(link)).isPresent();
            assertThatThrownBy(() -> HomeLock.acquire(link)).hasMessageContaining("is held by another server");
        }
        HomeLock.acquire(link).close();
    }

    @Test
    void isGivenUpOnce() throws Exception {
        home.create();
        HomeLock first = HomeLock.acquire(home);
        first.close();
        try (HomeLock second = HomeLock.acquire(home)) {
            first.close();
            assertThat(HomeLock.holder(home)).as("the holder after %s", second).isPresent();
        }
    }

    @Test
    void whoAsksOrIsRefusedInTheSameProcessLeavesItHeldForOthers() throws Exception {
        home.create();
        HomeLock lock = HomeLock.acquire(home);
        assertThat(HomeLock.holder(home)).isPresent();
        assertThatThrownBy(() -> HomeLock.acquire(home)).isInstanceOf(LaunchException.class);
        assertThat(acquireElsewhere())
                .isEqualTo("The home " + home.root() + " is held by another server (process "
                        + ProcessHandle.current().pid() + "); stop it, or choose another home with --home");
        lock.close();
        assertThat(acquireElsewhere()).isEqualTo("acquired");
    }

    /** What another process says that wants this home. */
    private String acquireElsewhere() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starter.class.getName(),
                        home.root().toString())
                .start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** Run in a process of its own. */
    static final class Starter {
        private Starter() {}

        public static void main(String[] arguments) {
            try {
                HomeLock.acquire(new Home(Path.of(arguments[0]))).close();
                System.out.println("acquired");
            } catch (LaunchException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void cannotBeLockedWhereSomethingElseHasTheLocksName() throws Exception {
        home.create();
        Files.createDirectory(home.root().resolve("heliosdb.pid"));
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> HomeLock.acquire(home))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageStartingWith("The home " + home.root() + " cannot be locked: ");
        }
        assertThat(HomeLock.holder(home)).isEmpty();
    }

    @Test
    void cannotBeLockedWhereItIsNot() {
        assertThatThrownBy(() -> HomeLock.acquire(home))
                .isInstanceOf(LaunchException.class)
                .hasMessageStartingWith("The home " + home.root() + " cannot be locked: ");
    }

    @Test
    void tellsThePortsInAFile() throws Exception {
        Path file = directory.resolve("ready");
        Home odd = new Home(directory.resolve("a \"b\" \\ \n"));
        ReadyFile ready = new ReadyFile(file);
        ready.write(odd, Map.of("shared", 5430, "postgresql", 5432));
        assertThat(file)
                .hasContent("{\"pid\":" + ProcessHandle.current().pid() + ",\"home\":\"" + directory
                        + "/a \\\"b\\\" \\\\ \\u000a\",\"ports\":{\"postgresql\":5432,\"shared\":5430}}\n");
        assertThat(directory.resolve("ready.new")).doesNotExist();

        ready.delete();
        ready.delete();
        assertThat(file).doesNotExist();
    }

    @Test
    void saysWhyTheFileCannotBeWritten() {
        ReadyFile ready = new ReadyFile(directory.resolve("absent/ready"));
        assertThatThrownBy(() -> ready.write(home, Map.of()))
                .isInstanceOf(LaunchException.class)
                .hasMessageStartingWith("The ready file " + directory + "/absent/ready cannot be written: ");
    }
}
