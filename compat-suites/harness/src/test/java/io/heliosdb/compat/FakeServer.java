package io.heliosdb.compat;

import io.heliosdb.compat.server.Endpoint;
import io.heliosdb.compat.server.PacketLog;
import io.heliosdb.compat.server.ServerUnderTest;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A server that nobody connects to. */
public final class FakeServer implements ServerUnderTest {

    private final Optional<Path> log;
    private final Optional<Path> home;
    private boolean alive = true;
    private int closed;

    public FakeServer() {
        this(Optional.empty());
    }

    public FakeServer(Optional<Path> log) {
        this(log, Optional.empty());
    }

    /** A server with a home, where the log of its packets can be switched on. */
    public FakeServer(Optional<Path> log, Optional<Path> home) {
        this.log = log;
        this.home = home;
    }

    @Override
    public Optional<PacketLog> packetLog() throws InterruptedException {
        return home.isPresent() ? PacketLog.open(home.get(), ports().keySet()) : Optional.empty();
    }

    @Override
    public String product() {
        return "Fake 1.0";
    }

    @Override
    public Endpoint endpoint(String port) {
        if (!port.equals("fake")) {
            throw new LabException("no port '" + port + "'");
        }
        return new Endpoint("127.0.0.1", 5999, "demo", "demo", "demo", Optional.empty());
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of("fake", 5999);
    }

    @Override
    public Optional<Path> log() {
        return log;
    }

    @Override
    public boolean isAlive() {
        return alive;
    }

    public void die() {
        alive = false;
    }

    public int timesClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed++;
    }
}
