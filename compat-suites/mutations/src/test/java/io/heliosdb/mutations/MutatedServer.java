package io.heliosdb.mutations;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.mutations.internal.MutationSwitch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packed server in a process and a home of its own, with the bundle of mutations in its deploy folder. */
final class MutatedServer implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 600;
    private static final long POLL_MILLIS = 100;
    private static final Pattern PORT = Pattern.compile("\"(\\w+)\":(\\d+)");

    private final Path folder;
    private final Path home;
    private final Process process;

    private MutatedServer(Path folder, Path home, Process process) {
        this.folder = folder;
        this.home = home;
        this.process = process;
    }

    static MutatedServer start() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("heliosdb-mutations-");
        // Root's engine runs as somebody else, who has to pass through.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        Path home = folder.resolve("home");
        Path deploy = Files.createDirectories(home.resolve("deploy"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
        Path bundle = Path.of(System.getProperty("heliosdb.mutations.bundle"));
        Files.copy(bundle, deploy.resolve(bundle.getFileName()));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        System.getProperty("heliosdb.program"),
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
        MutatedServer server = new MutatedServer(folder, home, process);
        try {
            server.awaitReady();
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            server.close();
            throw e;
        }
        return server;
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        Path log = home.resolve("log").resolve("heliosdb.log");
        while (Files.notExists(folder.resolve("ready"))
                || !Files.readString(log).contains("has faults on purpose")) {
            assertThat(process.isAlive())
                    .as(Files.readString(folder.resolve("out")))
                    .isTrue();
            assertThat(System.nanoTime()).as("ready with its mutations in time").isLessThan(deadline);
            Thread.sleep(POLL_MILLIS);
        }
    }

    MutationSwitch mutations() {
        return new MutationSwitch(home);
    }

    /** Describes it to the lab. */
    Path target() throws IOException {
        StringBuilder ports = new StringBuilder();
        Matcher port = PORT.matcher(Files.readString(folder.resolve("ready")).replaceFirst(".*\"ports\":", ""));
        while (port.find()) {
            ports.append(ports.isEmpty() ? "" : ", ")
                    .append(port.group(1))
                    .append(": ")
                    .append(port.group(2));
        }
        String lines = String.join(
                "\n",
                List.of(
                        "product: HeliosDB with mutations",
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
