package io.heliosdb.compat.server;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heliosdb.compat.LabException;
import io.heliosdb.compat.process.ChildEnvironment;
import io.heliosdb.compat.process.LogFile;
import io.heliosdb.compat.process.ProcessGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * HeliosDB in a process of its own: started by a command line, ready when it has written its ready file, stopped by
 * {@code TERM}. As the reference servers do, it takes files of MySQL's clients (LOAD DATA LOCAL).
 */
public final class ServerProcess implements ServerUnderTest {

    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final long POLL_MILLISECONDS = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ProcessGroup process;
    private final List<String> command;
    private final String product;
    private final TemporaryHome home;
    private final LogFile log;
    private final Ready ready;

    private ServerProcess(ProcessGroup process, Description description, TemporaryHome home, LogFile log, Ready ready) {
        this.process = process;
        this.command = description.command;
        this.product = description.product;
        this.home = home;
        this.log = log;
        this.ready = ready;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Ready(Path home, Map<String, Integer> ports) {
        Ready {
            Objects.requireNonNull(home, "home");
            ports = Map.copyOf(ports);
        }
    }

    /**
     * How to start the server.
     *
     * @param command the program and its arguments, such as {@code java -jar heliosdb.jar serve --demo --ephemeral};
     *     {@code --home} and {@code --ready-file} are added
     * @param product what the report calls it, with its version
     * @param log the file that receives what it prints
     * @param limit how long it may take to come up
     * @param bundles jars that lie in its deploy folder from the begin
     */
    public record Description(List<String> command, String product, Path log, Duration limit, List<Path> bundles) {
        public Description {
            command = List.copyOf(command);
            bundles = List.copyOf(bundles);
        }

        /** With what it has itself. */
        public Description(List<String> command, String product, Path log, Duration limit) {
            this(command, product, log, limit, List.of());
        }
    }

    /**
     * Starts the server in a home of its own, which goes with it, and waits until it is ready.
     *
     * @throws LabException where it ends before that, or takes too long; the message holds the end of its log
     */
    public static ServerProcess start(Description description) throws InterruptedException {
        TemporaryHome home = TemporaryHome.make("live");
        Path readyFile = home.path().resolve("ready.json");
        List<String> command = new ArrayList<>(description.command);
        command.addAll(List.of("--home", home.path().toString(), "--ready-file", readyFile.toString()));
        ProcessGroup process = null;
        boolean up = false;
        try {
            configure(home.path().resolve("etc"));
            deploy(description.bundles, home.path().resolve("deploy"));
            process = ProcessGroup.start(
                    new ProcessGroup.Start(command, home.path(), ChildEnvironment.clean(), description.log, GRACE));
            LogFile log = new LogFile(description.log);
            Ready ready = await(process, readyFile, description, log);
            up = true;
            return new ServerProcess(process, description, home, log, ready);
        } catch (IOException e) {
            throw new LabException("cannot start " + description.product + ": " + e.getMessage(), e);
        } finally {
            if (!up) {
                stop(process, home);
            }
        }
    }

    /** What the cases need that a server does not do by itself. */
    private static void configure(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("io.heliosdb.mysql.cfg"), "local-infile = true\n");
    }

    private static void deploy(List<Path> bundles, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Path bundle : bundles) {
            Files.copy(bundle, folder.resolve(bundle.getFileName()));
        }
    }

    private static Ready await(ProcessGroup process, Path readyFile, Description description, LogFile log)
            throws InterruptedException {
        long deadline = System.nanoTime() + description.limit.toNanos();
        while (Files.notExists(readyFile)) {
            if (process.await(Duration.ofMillis(POLL_MILLISECONDS)) && Files.notExists(readyFile)) {
                throw new LabException(description.product + " ended with exit " + process.await()
                        + " before it was ready:\n" + log.end());
            }
            if (System.nanoTime() > deadline) {
                throw new LabException(description.product + " was not ready after " + description.limit.toSeconds()
                        + " s:\n" + log.end());
            }
        }
        try {
            return JSON.readValue(readyFile.toFile(), Ready.class);
        } catch (IOException e) {
            throw new LabException("cannot read the ready file of " + description.product + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String product() {
        return product;
    }

    @Override
    public Endpoint endpoint(String port) {
        Integer number = ready.ports.get(port);
        if (number == null) {
            throw new LabException(
                    product + " has no port '" + port + "' (it has: " + String.join(", ", ready.ports.keySet()) + ")");
        }
        Path certificate = ready.home.resolve("tls").resolve("server.crt");
        Optional<Endpoint.Tls> tls = Files.isReadable(certificate)
                ? Optional.of(new Endpoint.Tls("localhost", certificate))
                : Optional.empty();
        return Endpoint.demo("127.0.0.1", number, tls);
    }

    @Override
    public Map<String, Integer> ports() {
        return ready.ports;
    }

    @Override
    public Optional<Path> log() {
        return Optional.of(log.path());
    }

    @Override
    public Map<String, String> components() {
        return Components.of(command, ready.home);
    }

    @Override
    public Optional<PacketLog> packetLog() throws InterruptedException {
        return PacketLog.open(ready.home, ready.ports.keySet());
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        stop(process, home);
    }

    private static void stop(ProcessGroup process, TemporaryHome home) {
        if (process != null) {
            process.close();
        }
        home.delete();
    }
}
