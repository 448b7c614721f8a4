package io.heliosdb.compat;

import io.heliosdb.compat.server.Endpoint;
import io.heliosdb.compat.server.ServerUnderTest;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A server that nobody connects to. */
public final class FakeServer implements ServerUnderTest {

    private final Optional<Path> log;
    private boolean alive = true;
    private int closed;

    public FakeServer() {
        this(Optional.empty());
    }

    public FakeServer(Optional<Path> log) {
        this.log = log;
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
