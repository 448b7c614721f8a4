package io.heliosdb.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.launcher.doctor.Finding.Status;
import io.heliosdb.launcher.home.Home;
import io.heliosdb.launcher.home.HomeLock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    private static final long SELF = ProcessHandle.current().pid();

    @TempDir
    private Path directory;

    private Program programs(Map<String, String> scripts) throws Exception {
        for (Map.Entry<String, String> script : scripts.entrySet()) {
            Path file = directory.resolve("bin").resolve(script.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, "#!/bin/sh\n" + script.getValue() + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return new Program("/absent::" + directory.resolve("bin"));
    }

    private static Finding only(Check check) {
        List<Finding> findings = check.run();
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    @Test
    void linesUpAndCounts() {
        Doctor doctor = new Doctor(List.of(
                () -> List.of(Finding.ok("A", "fine")),
                () -> List.of(
                        Finding.warn("Longer", "not so fine", "Mend it."), Finding.fail("B", "broken", "Repair it."))));
        StringWriter out = new StringWriter();
        assertThat(doctor.examine(new PrintWriter(out))).isFalse();
        assertThat(out)
                .hasToString(
                        """
                OK    A       fine
                WARN  Longer  not so fine
                              → Mend it.
                FAIL  B       broken
                              → Repair it.

                3 checks: 1 failed, 1 warned
                """);
    }

    @Test
    void isContentWithWarnings() {
        Doctor doctor = new Doctor(List.of(() -> List.of(Finding.warn("A", "so so", "Mend it."))));
        assertThat(doctor.examine(new PrintWriter(new StringWriter()))).isTrue();
    }

    @Test
    void looksAtEverything() {
        StringWriter out = new StringWriter();
        boolean sound = Doctor.of(new Home(directory.resolve("home"))).examine(new PrintWriter(out));
        assertThat(out.toString()).contains("Java ", "Home ", "Disk ", "Engine ", "Port 5432 ", "Python ", "ODBC ");
        assertThat(sound).isEqualTo(!out.toString().contains("FAIL"));
    }

    @Test
    void wantsJava17() {
        assertThat(only(new JavaCheck(Runtime.Version.parse("11.0.2"))).status())
                .isEqualTo(Status.FAIL);
        assertThat(only(new JavaCheck(Runtime.Version.parse("17"))).status()).isEqualTo(Status.OK);
        assertThat(only(new JavaCheck(Runtime.Version.parse("25.0.1"))).status())
                .isEqualTo(Status.OK);
    }

    @Test
    void namesTheProcessThatHasThePort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, Integer> ports = Map.of("postgresql", taken.getLocalPort());
            Finding finding = only(new PortCheck(ports, OptionalLong.empty()));
            assertThat(finding.status()).isEqualTo(Status.FAIL);
            assertThat(finding.detail()).startsWith("taken by ").contains("(process " + SELF + ") (postgresql)");

            assertThat(only(new PortCheck(ports, OptionalLong.of(SELF))))
                    .isEqualTo(Finding.ok("Port " + taken.getLocalPort(), "this home's server (postgresql)"));
        }
        // Port 0 is any free one.
        assertThat(only(new PortCheck(Map.of("shared", 0), OptionalLong.empty()))
                        .status())
                .isEqualTo(Status.OK);
    }

    @Test
    void findsPythonWithVenv() throws Exception {
        Program program = programs(Map.of(
                "python3", "[ \"$1\" = --version ] && echo Python 3.9.2",
                "python3.12", "echo Python 3.12.1",
                "uv", "echo uv 0.8"));
        assertThat(new PythonCheck(program).run())
                .containsExactly(
                        Finding.ok("Python", "Python 3.12.1, " + directory.resolve("bin/python3.12")),
                        Finding.ok("uv", "uv 0.8, " + directory.resolve("bin/uv")));
    }

    @Test
    void saysWhichPythonWillNotDo() throws Exception {
        Program program = programs(Map.of("python3", "[ \"$1\" = --version ] && echo Python 3.9.2"));
        Finding finding = new PythonCheck(program).run().get(0);
        assertThat(finding.status()).isEqualTo(Status.WARN);
        assertThat(finding.detail()).contains("bin/python3 is Python 3.9.2, or lacks venv");
        assertThat(new PythonCheck(new Program("")).run().get(0).detail()).isEqualTo("not found");
    }

    @Test
    void findsTheOdbcDriver() throws Exception {
        assertThat(only(new OdbcCheck(new Program(""))).detail()).isEqualTo("no driver manager (odbcinst)");
        assertThat(only(new OdbcCheck(programs(Map.of("odbcinst", "echo '[Other]'"))))
                        .detail())
                .isEqualTo("no driver FreeTDS registered in odbcinst.ini");
        assertThat(only(new OdbcCheck(programs(Map.of("odbcinst", "echo '[FreeTDS]'"))))
                        .status())
                .isEqualTo(Status.OK);
    }

    @Test
    void asksForRoomOnTheDisk() {
        assertThat(HomeCheck.space(100, directory).status()).isEqualTo(Status.FAIL);
        assertThat(HomeCheck.space(1000, directory).status()).isEqualTo(Status.WARN);
        assertThat(HomeCheck.space(9000, directory).status()).isEqualTo(Status.OK);
    }

    @Test
    void tellsTheStateOfTheHome() throws Exception {
        Home home = new Home(directory.resolve("home"));
        assertThat(new HomeCheck(home).run().get(0).detail()).isEqualTo(home.root() + ", not made yet");
        home.create();
        assertThat(new HomeCheck(home).run().get(0).detail()).isEqualTo(home.root() + ", not served now");
        HomeLock lock = HomeLock.acquire(home);
        assertThat(new HomeCheck(home).run().get(0).detail()).isEqualTo(home.root() + ", served by process " + SELF);
        lock.close();

        Files.writeString(directory.resolve("file"), "");
        assertThat(only(new HomeCheck(new Home(directory.resolve("file/home")))).status())
                .isEqualTo(Status.FAIL);
    }

    @Test
    void rootNeedsAUserWhoCanEnterTheHome() throws Exception {
        Program withSetpriv = programs(Map.of("setpriv", ""));
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x--x"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-x--x"));
        assertThat(new EngineCheck(new Home(open), withSetpriv, true).run())
                .extracting(Finding::status)
                .containsExactly(Status.OK, Status.OK);

        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        Finding closed =
                new EngineCheck(new Home(open), withSetpriv, true).run().get(1);
        assertThat(closed.status()).isEqualTo(Status.FAIL);
        assertThat(closed.detail()).endsWith("its user cannot enter " + directory);
        assertThat(closed.remedy()).endsWith("chmod o+x " + directory);

        assertThat(new EngineCheck(new Home(open), new Program(""), true)
                        .run()
                        .get(1)
                        .detail())
                .contains("setpriv is not there");
        assertThat(new EngineCheck(new Home(open), withSetpriv, false).run()).hasSize(1);
    }

    @Test
    void readsTheLimitOfOpenFiles() throws Exception {
        Path limits = directory.resolve("limits");
        Files.writeString(limits, "Max open files            1024                 524288               files\n");
        assertThat(only(new LimitCheck(limits))).isEqualTo(Finding.ok("Open files", "524288"));
        Files.writeString(limits, "Max open files            1024                 4096                 files\n");
        assertThat(only(new LimitCheck(limits)).status()).isEqualTo(Status.WARN);
        Files.writeString(limits, "Max open files            1024                 unlimited            files\n");
        assertThat(only(new LimitCheck(limits)).status()).isEqualTo(Status.OK);
        Files.writeString(limits, "Max processes 5 5\n");
        assertThat(new LimitCheck(limits).run()).isEmpty();
        assertThat(new LimitCheck(directory.resolve("absent")).run()).isEmpty();
    }

    @Test
    void doesNotWaitForAProgramForEver() {
        assertThat(Program.output(List.of("/absent/program"))).isEmpty();
        assertThat(Program.output(List.of("/bin/sh", "-c", "exit 3"))).isEmpty();
        assertThat(Program.output(List.of("/bin/sh", "-c", "cat; echo done"))).contains("done");
    }
}
