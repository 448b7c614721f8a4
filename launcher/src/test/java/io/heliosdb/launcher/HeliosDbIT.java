package io.heliosdb.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.launcher.container.TestBundle;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The executable jar as a process: what it prints, and how it ends. */
class HeliosDbIT {
    private static final long SECONDS = 90;

    private final List<Process> started = new ArrayList<>();
    private TestHome folder;
    private Path out;
    private Path err;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = new TestHome();
        out = Files.createTempFile("heliosdb-test", ".out");
        err = Files.createTempFile("heliosdb-test", ".err");
    }

    @AfterEach
    void end() throws Exception {
        for (Process process : started) {
            process.destroy();
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        folder.close();
        Files.delete(out);
        Files.delete(err);
    }

    private Process start(String input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(coverageAgent());
        command.addAll(List.of("-jar", System.getProperty(Packaged.PROGRAM_PROPERTY)));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        started.add(process);
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        return process;
    }

    /** What the process covers counts too. */
    private static List<String> coverageAgent() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-javaagent:"))
                .toList();
    }

    private int run(String input, String... arguments) throws Exception {
        Process process = start(input, arguments);
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void servesUntilItIsTold() throws Exception {
        String home = folder.home().root().toString();
        Process server = start(
                "",
                "serve",
                "--demo",
                "--ephemeral",
                "--home",
                home,
                "--ready-file",
                folder.readyFile().toString());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (Files.notExists(folder.readyFile())) {
            assertThat(server.isAlive()).as(() -> read(err)).isTrue();
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(50);
        }
        assertThat(Files.readString(folder.readyFile())).contains("\"pid\":" + server.pid());
        while (!Files.readString(out).contains("Ctrl-C")) {
            Thread.sleep(10);
        }
        assertThat(Files.readString(out))
                .contains("HeliosDB " + Packaged.version() + " is ready after")
                .contains("postgresql+asyncpg://demo:demo@127.0.0.1:")
                .contains("home                  " + home);

        server.destroy();
        assertThat(server.waitFor(15, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isZero();
        assertThat(folder.readyFile()).doesNotExist();
        assertThat(Files.readString(err)).doesNotContain("Exception", "ERROR", "WARN");
    }

    @Test
    void saysInOneLineWhyItDoesNotStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            int exit = run(
                    "", "serve", "--port", port, "--home", folder.home().root().toString());
            assertThat(exit).isEqualTo(1);
        }
        assertThat(Files.readString(err)).containsPattern("(?m)^heliosdb: .*").doesNotContain("\tat ", "Exception");
    }

    @Test
    void editsUsers() throws Exception {
        String home = folder.home().root().toString();
        assertThat(run("s3cret\n", "user", "add", "alice", "--createdb", "--password-stdin", "--home", home))
                .as(() -> read(err))
                .isZero();
        assertThat(run("s3cret\n", "user", "add", "alice", "--password-stdin", "--home", home))
                .isEqualTo(1);
        assertThat(Files.readString(err)).isEqualTo("heliosdb: user \"alice\" already exists\n");
        assertThat(run("", "user", "passwd", "alice", "--password-stdin", "--home", home))
                .isEqualTo(1);
        assertThat(Files.readString(err)).isEqualTo("heliosdb: No password on standard input\n");
        assertThat(run("", "user", "passwd", "alice", "--home", home)).isEqualTo(1);
        assertThat(run("other\n", "user", "passwd", "alice", "--password-stdin", "--home", home))
                .isZero();
        assertThat(run("", "user", "list", "--home", home)).isZero();
        assertThat(Files.readString(out))
                .isEqualTo(
                        """
                NAME   STATE    DATABASE  ATTRIBUTES  LOGINS
                alice  enabled            CREATEDB    caching-sha2,mysql-native,scram-sha-256
                """);
        assertThat(run("", "user", "list", "--json", "--home", home)).isZero();
        assertThat(Files.readString(out)).startsWith("[{\"name\":\"alice\",");
        assertThat(run("", "user", "drop", "alice", "--home", home)).isZero();
        assertThat(run("", "user", "drop", "alice", "--home", home)).isEqualTo(1);
        assertThat(Files.readString(folder.home().root().resolve("identity/users.json")))
                .doesNotContain("s3cret");
    }

    @Test
    void translatesWithoutAServer() throws Exception {
        String home = folder.home().root().toString();
        assertThat(run("", "translate", "--from", "postgresql", "--home", home, "SELECT $1; COMMIT"))
                .as(() -> read(err))
                .isZero();
        assertThat(Files.readString(out))
                .isEqualTo(
                        """
                statement    SELECT $1
                kind         QUERY
                transaction  STATEMENT
                parameters   1
                rows         SELECT $1

                statement    COMMIT
                kind         TRANSACTION
                transaction  NONE
                parameters   0
                count        COMMIT
                """);
        assertThat(Files.readString(err)).isEmpty();
        assertThat(run("SELECT 'a", "translate", "--from", "postgresql", "--json", "--home", home))
                .isEqualTo(1);
        assertThat(Files.readString(out))
                .isEqualTo("[{\"statement\":\"SELECT 'a\",\"error\":{\"sqlState\":\"42601\","
                        + "\"message\":\"unterminated quoted string\",\"position\":8}}]\n");
        assertThat(run("", "translate", "--from", "klingon", "--home", home, "SELECT 1"))
                .isEqualTo(1);
        assertThat(Files.readString(err))
                .startsWith("heliosdb: There is no dialect \"klingon\" (expected: ")
                .contains("postgresql");
        new TestBundle("a.new.dialect")
                .with("Import-Package", "not.there")
                .atLevel(5)
                .write(folder.home().root());
        Files.move(
                folder.home().root().resolve("5/a.new.dialect.jar"),
                folder.home().deploy().resolve("a.new.dialect.jar"));
        assertThat(run("", "translate", "--from", "postgresql", "--home", home, "SELECT 1"))
                .isEqualTo(1);
        assertThat(Files.readString(err)).containsPattern("(?m)^heliosdb: .*a\\.new\\.dialect.*not\\.there");
    }

    @Test
    void listsTheLabsCells() throws Exception {
        assertThat(run("", "conform", "--list", "--tier", "gold"))
                .as(() -> read(err))
                .isZero();
        assertThat(Files.readString(out)).contains("psycopg2", "asyncpg", "sqlalchemy");
        assertThat(run("", "conform", "--colour", "red")).isEqualTo(2);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
