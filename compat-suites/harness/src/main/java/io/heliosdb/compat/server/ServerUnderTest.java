package io.heliosdb.compat.server;

import io.heliosdb.compat.LabException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A server that cases run against. Closing it stops it, where it was started for the run. */
public interface ServerUnderTest extends AutoCloseable {

    /** What it is, with its version, such as {@code PostgreSQL 18.6}. */
    String product();

    /**
     * Where it speaks a protocol.
     *
     * @param port the name of the protocol's port in the matrix, such as {@code postgresql}
     * @throws LabException where it does not speak it
     */
    Endpoint endpoint(String port);

    /** The ports that it listens on, by the names of the protocols; empty where it speaks one protocol only. */
    default Map<String, Integer> ports() {
        return Map.of();
    }

    /** The file that it writes its log to; empty where that is out of reach. */
    Optional<Path> log();

    /** What it is made of, with versions, as far as can be seen from here. */
    default Map<String, String> components() {
        return Map.of();
    }

    /**
     * Switches the log of its packets on, for as long as that is open.
     *
     * @return empty where it has none, or where that is out of reach
     */
    default Optional<PacketLog> packetLog() throws InterruptedException {
        return Optional.empty();
    }

    /** Whether it still runs, as far as can be seen from here. */
    boolean isAlive();

    @Override
    void close();

    /** Starts a server. */
    @FunctionalInterface
    interface Starter {

        /**
         * Starts it and waits until it can be connected to.
         *
         * @throws LabException where it does not come up; the message says why
         */
        ServerUnderTest start() throws InterruptedException;
    }
}
