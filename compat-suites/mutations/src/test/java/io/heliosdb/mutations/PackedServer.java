package io.heliosdb.mutations;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.mutations.internal.MutationSwitch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The packed server in a process and a home of its own. */
final class PackedServer implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 600;
    private static final long POLL_MILLIS = 100;
    private static final int LINES_OF_AN_ERROR = 20;
    private static final Pattern PORT = Pattern.compile("\"(\\w+)\":(\\d+)");

    private final Path folder;
    private final Path home;
    private final Process process;

    private PackedServer(Path folder, Path home, Process process) {
        this.folder = folder;
        this.home = home;
        this.process = process;
    }

    /**
     * Starts one.
     *
     * @param settings files of {@code etc} by their names, without the ending
     * @param deployed jars for its deploy folder
     */
    static PackedServer start(Map<String, String> settings, Path... deployed) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("heliosdb-mutations-");
        // Root's engine runs as somebody else, who has to pass through.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        Path home = folder.resolve("home");
        Path deploy = Files.createDirectories(home.resolve("deploy"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
        for (Path jar : deployed) {
            Files.copy(jar, deploy.resolve(jar.getFileName()));
        }
        Path etc = Files.createDirectories(home.resolve("etc"));
        for (Map.Entry<String, String> file : settings.entrySet()) {
            Files.writeString(etc.resolve(file.getKey() + ".cfg"), file.getValue());
        }
        Process process = program(
                        "serve",
                        "--demo",
                        "--ephemeral",
                        "--home",
                        home.toString(),
                        "--ready-file",
                        folder.resolve("ready").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        PackedServer server = new PackedServer(folder, home, process);
        try {
            server.awaitUntil("ready", () -> Files.exists(folder.resolve("ready")));
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** This module's bundle. */
    static Path mutations() {
        return Path.of(System.getProperty("heliosdb.mutations.bundle"));
    }

    static Path program() {
        return Path.of(System.getProperty("heliosdb.program"));
    }

    private static ProcessBuilder program(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar"));
        command.add(program().toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /** What a command said about this server. */
    record Said(int status, String text) {}

    /** Runs one of the program's commands against this server. */
    Said command(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--home", home.toString()));
        Process command =
                program(all.toArray(String[]::new)).redirectErrorStream(true).start();
        String text = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(command.waitFor(), text);
    }

    Path deployFolder() {
        return home.resolve("deploy");
    }

    String log() throws IOException {
        return Files.readString(home.resolve("log").resolve("heliosdb.log"));
    }

    /** The errors in its log, each with the lines that follow it. */
    List<String> errors() throws IOException {
        List<String> lines = log().lines().toList();
        return IntStream.range(0, lines.size())
                .filter(at -> lines.get(at).contains(" ERROR "))
                .mapToObj(at -> String.join("\n", lines.subList(at, Math.min(lines.size(), at + LINES_OF_AN_ERROR))))
                .toList();
    }

    /** Waits until the log says it. */
    void awaitLog(String text) throws IOException, InterruptedException {
        awaitUntil(text, () -> log().contains(text));
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void awaitUntil(String what, Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.holds()) {
            assertThat(process.isAlive())
                    .as(Files.readString(folder.resolve("out")))
                    .isTrue();
            assertThat(System.nanoTime()).as("%s in time", what).isLessThan(deadline);
            Thread.sleep(POLL_MILLIS);
        }
    }

    MutationSwitch mutationSwitch() {
        return new MutationSwitch(home);
    }

    /** What the page and the API of the admin port ask for. */
    String adminToken() throws IOException {
        return Files.readString(home.resolve("admin-token")).strip();
    }

    /** A protocol's own port, or {@code admin}. */
    int port(String name) throws IOException {
        return ports().get(name);
    }

    private Map<String, Integer> ports() throws IOException {
        Map<String, Integer> ports = new TreeMap<>();
        Matcher port = PORT.matcher(Files.readString(folder.resolve("ready")).replaceFirst(".*\"ports\":", ""));
        while (port.find()) {
            ports.put(port.group(1), Integer.valueOf(port.group(2)));
        }
        return ports;
    }

    /** Describes it to the lab. */
    Path target() throws IOException {
        String ports = ports().entrySet().stream()
                .map(port -> port.getKey() + ": " + port.getValue())
                .collect(Collectors.joining(", "));
        String lines = String.join(
                "\n",
                List.of(
                        "product: HeliosDB under test",
                        "host: 127.0.0.1",
                        "ports: {" + ports + "}",
                        "ca: home/tls/server.crt",
                        "tls-host: localhost",
                        "log: home/log/heliosdb.log"));
        return Files.writeString(folder.resolve("target.yaml"), lines + "\n");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
