package io.heliosdb.compat.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packets of a HeliosDB's connections, in its log while this is open. The server looks at the file with its log levels
 * once a second.
 */
public final class PacketLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PacketLog.class);
    private static final Duration UNTIL_READ = Duration.ofMillis(2500);

    private final Path levels;
    private final Optional<String> before;
    private final Path file;

    private PacketLog(Path levels, Optional<String> before, Path file) {
        this.levels = levels;
        this.before = before;
        this.file = file;
    }

    /**
     * Switches it on, and waits until the server has noticed.
     *
     * @param home the server's home
     * @param protocols the names of the protocols
     * @return empty where the file with the log levels cannot be written
     */
    public static Optional<PacketLog> open(Path home, Collection<String> protocols) throws InterruptedException {
        Path levels = home.resolve("etc").resolve("log.cfg");
        try {
            Optional<String> before = Files.exists(levels) ? Optional.of(Files.readString(levels)) : Optional.empty();
            Files.writeString(
                    levels,
                    protocols.stream()
                            .map(protocol -> "io.heliosdb.wire." + protocol + " = TRACE\n")
                            .collect(Collectors.joining("", before.orElse("") + "\n", "")));
            PacketLog log = new PacketLog(levels, before, home.resolve("log").resolve("heliosdb.log"));
            Thread.sleep(UNTIL_READ.toMillis());
            return Optional.of(log);
        } catch (IOException e) {
            LOG.warn("no packet trace: {} cannot be written: {}", levels, e.toString());
            return Optional.empty();
        }
    }

    /** The log with the packets. */
    public Path file() {
        return file;
    }

    /** Switches it off, without waiting for it. */
    @Override
    public void close() {
        try {
            if (before.isPresent()) {
                Files.writeString(levels, before.get());
            } else {
                Files.deleteIfExists(levels);
            }
        } catch (IOException e) {
            LOG.warn("the packet log stays on: {} cannot be written: {}", levels, e.toString());
        }
    }
}
