package io.heliosdb.compat.server;

import io.heliosdb.compat.LabException;
import io.heliosdb.compat.Progress;
import io.heliosdb.compat.matrix.Cell;
import java.util.HashMap;
import java.util.Map;

/** The servers of a run: each is started when the first cell needs it, and stopped with the run or with this JVM. */
public final class Servers implements AutoCloseable {

    private final ServerUnderTest.Starter live;
    private final Map<String, ServerUnderTest.Starter> references;
    private final Progress progress;
    private final Map<String, ServerUnderTest> running = new HashMap<>();
    private final Map<String, LabException> refused = new HashMap<>();
    private final Thread closeAtShutdown = new Thread(this::stopAll, "stop-servers");
    private boolean hooked;

    /**
     * The servers of a run.
     *
     * @param live starts the server of the live lane
     * @param references starts the genuine server of a vendor, by the name that the matrix gives it
     * @param progress hears what is being started
     */
    public Servers(ServerUnderTest.Starter live, Map<String, ServerUnderTest.Starter> references, Progress progress) {
        this.live = live;
        this.references = Map.copyOf(references);
        this.progress = progress;
    }

    /**
     * The server that a cell runs against.
     *
     * @throws LabException where it does not come up, or where the vendor's own server cannot be had
     */
    public synchronized ServerUnderTest of(Cell cell) throws InterruptedException {
        String key = cell.lane().isReference()
                ? "reference " + cell.protocol().reference()
                : "live";
        LabException refusal = refused.get(key);
        if (refusal != null) {
            throw refusal;
        }
        ServerUnderTest server = running.get(key);
        if (server == null) {
            try {
                server = start(cell);
            } catch (LabException e) {
                refused.put(key, e);
                throw e;
            }
            running.put(key, server);
        }
        return server;
    }

    private ServerUnderTest start(Cell cell) throws InterruptedException {
        ServerUnderTest.Starter starter =
                cell.lane().isReference()
                        ? references.get(cell.protocol().reference())
                        : live;
        if (starter == null) {
            throw new LabException("no genuine " + cell.protocol().title() + " server can be had here");
        }
        progress.status("starting the server of the " + cell.lane().id() + " lane");
        long start = System.nanoTime();
        if (!hooked) {
            Runtime.getRuntime().addShutdownHook(closeAtShutdown);
            hooked = true;
        }
        ServerUnderTest server = starter.start();
        progress.line(String.format(
                "%s: %s at %s, ready in %.1f s",
                cell.lane().id(),
                server.product(),
                server.endpoint(cell.protocol().port()),
                (System.nanoTime() - start) / 1e9));
        return server;
    }

    /** Stops every server that was started. A cell that needs one later starts it again. */
    @Override
    public synchronized void close() {
        if (hooked) {
            Runtime.getRuntime().removeShutdownHook(closeAtShutdown);
            hooked = false;
        }
        stopAll();
    }

    private synchronized void stopAll() {
        running.values().forEach(ServerUnderTest::close);
        running.clear();
    }
}
