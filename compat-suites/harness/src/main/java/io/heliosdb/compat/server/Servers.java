package io.heliosdb.compat.server;

import io.heliosdb.compat.LabException;
import io.heliosdb.compat.Progress;
import io.heliosdb.compat.matrix.Cell;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The servers of a run: each is started when the first cell needs it, and stopped with the run or with this JVM. */
public final class Servers implements AutoCloseable {

    private final ServerUnderTest.Starter live;
    private final Map<String, ServerUnderTest.Starter> references;
    private final Map<String, ServerUnderTest.Starter> suites;
    private final Map<String, ServerUnderTest.Starter> deployed;
    private final Progress progress;
    private final Map<String, Place> places = new ConcurrentHashMap<>();
    private final Thread closeAtShutdown = new Thread(this::stopAll, "stop-servers");
    private boolean hooked;

    /** The servers of a run in which the drivers' own suites share the genuine servers with our cases. */
    public Servers(ServerUnderTest.Starter live, Map<String, ServerUnderTest.Starter> references, Progress progress) {
        this(live, references, Map.of(), Map.of(), progress);
    }

    /** One server. Each starts by itself, so that a slow one keeps nobody from another. */
    private static final class Place {

        /** Read without the lock at shutdown, when the thread that holds it may never give it back. */
        private volatile ServerUnderTest server;

        private LabException refusal;

        private synchronized ServerUnderTest get(Start start) throws InterruptedException {
            if (refusal != null) {
                throw refusal;
            }
            if (server == null) {
                try {
                    server = start.start();
                } catch (LabException e) {
                    refusal = e;
                    throw e;
                }
            }
            return server;
        }

        private void close() {
            ServerUnderTest running = server;
            server = null;
            if (running != null) {
                running.close();
            }
        }
    }

    @FunctionalInterface
    private interface Start {
        ServerUnderTest start() throws InterruptedException;
    }

    /**
     * The servers of a run.
     *
     * @param live starts the server of the live lane
     * @param references starts the genuine server of a vendor, by the name that the matrix gives it
     * @param suites starts the one that drivers' own suites get, where they cannot share the other
     * @param deployed starts the one of the live lane in which a protocol's bundle is deployed, by the protocol's id
     * @param progress hears what is being started
     */
    public Servers(
            ServerUnderTest.Starter live,
            Map<String, ServerUnderTest.Starter> references,
            Map<String, ServerUnderTest.Starter> suites,
            Map<String, ServerUnderTest.Starter> deployed,
            Progress progress) {
        this.live = live;
        this.references = Map.copyOf(references);
        this.suites = Map.copyOf(suites);
        this.deployed = Map.copyOf(deployed);
        this.progress = progress;
    }

    /**
     * The server that a cell runs against.
     *
     * @throws LabException where it does not come up, or where the vendor's own server cannot be had
     */
    public ServerUnderTest of(Cell cell) throws InterruptedException {
        return places.computeIfAbsent(key(cell), name -> new Place()).get(() -> start(cell));
    }

    private String key(Cell cell) {
        if (cell.lane().isReference()) {
            return (isForSuites(cell) ? "suites " : "reference ")
                    + cell.protocol().reference();
        }
        return deployed.containsKey(cell.protocol().id())
                ? "live " + cell.protocol().id()
                : "live";
    }

    /** What the servers that run now are made of, with versions. */
    public Map<String, String> components() {
        Map<String, String> components = new TreeMap<>();
        for (Place place : places.values()) {
            ServerUnderTest server = place.server;
            if (server != null) {
                components.putAll(server.components());
            }
        }
        return components;
    }

    private synchronized void hook() {
        if (!hooked) {
            Runtime.getRuntime().addShutdownHook(closeAtShutdown);
            hooked = true;
        }
    }

    private boolean isForSuites(Cell cell) {
        return cell.lane().isUpstream() && suites.containsKey(cell.protocol().reference());
    }

    private ServerUnderTest start(Cell cell) throws InterruptedException {
        ServerUnderTest.Starter starter = deployed.getOrDefault(cell.protocol().id(), live);
        if (cell.lane().isReference()) {
            starter = (isForSuites(cell) ? suites : references)
                    .get(cell.protocol().reference());
        }
        if (starter == null) {
            throw new LabException("no genuine " + cell.protocol().title() + " server can be had here");
        }
        progress.status("starting the server of the " + cell.lane().id() + " lane");
        long start = System.nanoTime();
        hook();
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

    private void stopAll() {
        places.values().forEach(Place::close);
    }
}
