package io.heliosdb.gateway.internal.trace;

import io.heliosdb.spi.operation.Trace;
import io.heliosdb.spi.operation.Trace.State;
import io.heliosdb.spi.operation.TraceRequest;
import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.spi.protocol.TraceView;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One trace, from its file's first octet to the last one. Safe for threads. */
public final class RunningTrace {
    private static final Logger LOGGER = LoggerFactory.getLogger("io.heliosdb.gateway.trace");

    private static final int NO_PORT = 0;
    private static final int GREATEST_PORT = 0xffff;

    private final long id;
    private final TraceRequest request;
    private final Path path;
    private final Instant since = Instant.now();
    private final TraceClock clock = new TraceClock();
    private final CaptureQueue queue;
    private final TraceWriter writer;
    private final AtomicLong dropped = new AtomicLong();
    private final CompletableFuture<Trace> ended = new CompletableFuture<>();

    private volatile State state = State.RUNNING;
    private volatile String failure;

    /** @param room octets that may wait to be written */
    RunningTrace(long id, TraceRequest request, Path path, WritableByteChannel file, long room) {
        this.id = id;
        this.request = request;
        this.path = path;
        queue = new CaptureQueue(room);
        writer = new TraceWriter(
                queue,
                new PcapngFile(file),
                clock,
                request.maxBytes(),
                request.maxTime().toNanos());
    }

    /**
     * Begins the file and the thread that writes it.
     *
     * @param whenEnded told by that thread
     */
    void start(String application, Consumer<RunningTrace> whenEnded) throws IOException {
        writer.begin(application, request.secrets() ? "secrets are shown" : "secrets are masked");
        Thread thread = new Thread(() -> write(whenEnded), "heliosdb-trace-" + id);
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends the trace; it may have ended before. */
    CompletableFuture<Trace> stop() {
        queue.seal();
        return ended;
    }

    long id() {
        return id;
    }

    boolean isRunning() {
        return !queue.isSealed();
    }

    /** Whether secrets are not to be shown. */
    public boolean masked() {
        return !request.secrets();
    }

    /** Whether a connection whose user is not known yet can be in the trace. */
    public boolean wants(long connection, Protocol protocol, InetSocketAddress client) {
        return request.user().isEmpty() && wantsBesideUser(connection, protocol, client);
    }

    /** Whether a connection whose user is known is in the trace. */
    public boolean wants(long connection, Protocol protocol, InetSocketAddress client, String user) {
        return request.user().map(user::equals).orElse(true) && wantsBesideUser(connection, protocol, client);
    }

    private boolean wantsBesideUser(long connection, Protocol protocol, InetSocketAddress client) {
        return isRunning()
                && request.protocol().map(protocol.name()::equals).orElse(true)
                && request.client().map(address -> address.matches(client)).orElse(true)
                && (request.connection().isEmpty() || request.connection().getAsLong() == connection);
    }

    /**
     * A handler for a connection that fits.
     *
     * @param server where the client came to
     * @param view the protocol's own
     * @param description for the reader, in words
     */
    public TraceHandler handler(
            long connection,
            Protocol protocol,
            InetSocketAddress client,
            InetSocketAddress server,
            TraceView view,
            boolean fromItsBeginning,
            String description) {
        int expected = protocol.defaultPort();
        boolean known = expected > NO_PORT && expected <= GREATEST_PORT;
        InetSocketAddress shown = new InetSocketAddress(server.getAddress(), known ? expected : server.getPort());
        return new TraceHandler(
                this, new TracedConnection(connection, client, shown, fromItsBeginning, description), view);
    }

    boolean capture(Captured captured) {
        return queue.offer(captured);
    }

    void dropped() {
        dropped.incrementAndGet();
    }

    long now() {
        return clock.now();
    }

    Trace snapshot() {
        return new Trace(
                id,
                request,
                path,
                state,
                Optional.ofNullable(failure),
                writer.bytes(),
                writer.packets(),
                dropped.get(),
                writer.connections(),
                since);
    }

    private void write(Consumer<RunningTrace> whenEnded) {
        State end = State.FAILED;
        try {
            end = writer.run();
            queue.seal();
            writer.end(words(end), dropped.get());
        } catch (IOException | RuntimeException e) {
            end = State.FAILED;
            failure = e.toString();
            LOGGER.error("trace {}: cannot write {}: {}", id, path, e.toString());
            writer.abandon();
        } finally {
            queue.close();
            state = end;
            whenEnded.accept(this);
            ended.complete(snapshot());
        }
    }

    private String words(State end) {
        return switch (end) {
            case FULL -> "the trace ended because the file has reached its limit of " + request.maxBytes() + " octets";
            case EXPIRED ->
                "the trace ended because its time of " + request.maxTime().toSeconds() + " s was over";
            default -> "the trace was stopped";
        };
    }
}
