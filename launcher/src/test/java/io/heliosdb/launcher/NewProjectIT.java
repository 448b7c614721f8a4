package io.heliosdb.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Projects as {@code heliosdb new} makes them: built as their README says, deployed, and asked by a first client. */
class NewProjectIT {
    private static final long SECONDS = 300;
    private static final Pattern PORT = Pattern.compile("\"acme\":(\\d+)");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int heliosdb(String... arguments) {
        CommandLine commandLine = HeliosDb.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    /** Makes a project and builds it. */
    private Path built(String kind, String name, String... options) throws Exception {
        Path project = folder.resolve(name);
        List<String> arguments = new ArrayList<>(List.of("new", kind, name, "--dir", project.toString()));
        arguments.addAll(List.of(options));
        assertThat(heliosdb(arguments.toArray(String[]::new)))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("./mvnw package");
        Path log = folder.resolve(name + ".log");
        Process build = new ProcessBuilder("./mvnw", "-B", "-ntp", "package")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(build.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(build.exitValue()).as(() -> read(log)).isZero();
        assertThat(read(log)).containsPattern("Tests run: [1-9]");
        return project.resolve("target").resolve(name + "-1.0.0.jar");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void aMechanismIsBuiltAndTested() throws Exception {
        assertThat(built("auth", "acme-token")).isRegularFile();
    }

    @Test
    void aProtocolWithItsOwnDialectAnswersItsFirstClient() throws Exception {
        Path dialect = built("dialect", "acme-sql");
        Path protocol = built("protocol", "acme", "--dialect", "acme-sql");
        try (TestHome home = new TestHome()) {
            Path deploy = Files.createDirectories(home.home().deploy());
            Files.copy(dialect, deploy.resolve(dialect.getFileName()));
            Files.copy(protocol, deploy.resolve(protocol.getFileName()));
            Process server = serve(home);
            try {
                int port = port(server, home.readyFile());
                assertThat(answers(port)).containsExactly("OK", "x\tt", "OK 1");
            } finally {
                server.destroy();
                assertThat(server.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private Process serve(TestHome home) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        System.getProperty(Packaged.PROGRAM_PROPERTY),
                        "serve",
                        "--demo",
                        "--ephemeral",
                        "--home",
                        home.home().root().toString(),
                        "--ready-file",
                        home.readyFile().toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
    }

    private int port(Process server, Path readyFile) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (Files.notExists(readyFile)) {
            assertThat(server.isAlive())
                    .as(() -> read(folder.resolve("server.log")))
                    .isTrue();
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(50);
        }
        Matcher port = PORT.matcher(Files.readString(readyFile));
        assertThat(port.find()).as(() -> read(readyFile)).isTrue();
        return Integer.parseInt(port.group(1));
    }

    private static List<String> answers(int port) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream()
                    .write("ACME demo demo\nSELECT NVL(NULL, 'x'), SYSDATE > '2020-01-01'\nquit\n"
                            .getBytes(StandardCharsets.UTF_8));
            return new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        }
    }

    @Test
    void aRepositoryIsWrittenAnew() throws Exception {
        Path repository = folder.resolve("repository");
        Files.createDirectories(repository);
        Files.writeString(repository.resolve("old.txt"), "old");
        assertThat(heliosdb("new", "repository", "--dir", folder.toString()))
                .as(err.toString())
                .isZero();
        assertThat(repository.resolve("old.txt")).doesNotExist();
        Path spi = repository.resolve("io/heliosdb/core.spi").resolve(Packaged.version());
        assertThat(spi).isDirectoryContaining("glob:**.jar").isDirectoryContaining("glob:**.pom");
        String[] first = names(spi);
        assertThat(heliosdb("new", "repository", "--dir", folder.toString())).isZero();
        assertThat(names(spi)).isEqualTo(first);
    }

    private static String[] names(Path folder) {
        String[] names = folder.toFile().list();
        Arrays.sort(names);
        return names;
    }

    @Test
    void aWrongNameIsSaidInOneLine() {
        assertThat(heliosdb("new", "protocol", "Acme")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("heliosdb: name: \"Acme\" (expected: ")
                .hasLineCount(1);
    }
}
