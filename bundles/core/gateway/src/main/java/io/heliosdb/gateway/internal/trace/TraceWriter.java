package io.heliosdb.gateway.internal.trace;

import io.heliosdb.spi.operation.Trace.State;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes what event loops captured to the file of one trace, until the trace is stopped or has reached a limit. Everything
 * is done by one thread; counts are read by any.
 */
final class TraceWriter {
    /** Kept free for the end of the file. */
    static final int RESERVED_BYTES = 512;

    /** How late the file may be. */
    private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(50);

    private static final int GREATEST_PORT = 0xffff;

    private final CaptureQueue queue;
    private final PcapngFile file;
    private final TraceClock clock;
    private final long maxBytes;
    private final long deadline;
    private final Map<Long, TcpConversation> conversations = new HashMap<>();
    private final Map<Long, Ends> endsOf = new HashMap<>();
    private final Set<Ends> taken = new HashSet<>();
    private boolean full;

    private volatile long bytes;
    private final AtomicLong packets = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();

    /** Both ends of a connection as the trace shows them: no two have the same. */
    private record Ends(InetSocketAddress client, InetSocketAddress server) {}

    /** @param maxNanos after which the trace ends */
    TraceWriter(CaptureQueue queue, PcapngFile file, TraceClock clock, long maxBytes, long maxNanos) {
        this.queue = queue;
        this.file = file;
        this.clock = clock;
        this.maxBytes = maxBytes;
        this.deadline = clock.start() + maxNanos;
    }

    long bytes() {
        return bytes;
    }

    long packets() {
        return packets.get();
    }

    long connections() {
        return connections.get();
    }

    /** Begins the file, before anything is captured. */
    void begin(String application, String comment) throws IOException {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.version");
        file.begin(application, system, comment);
        flush();
    }

    /** @return why it ended */
    State run() throws IOException {
        while (true) {
            boolean last = queue.isSealed();
            Captured next = queue.poll();
            if (next == null) {
                flush();
                if (last) {
                    return State.STOPPED;
                }
                if (clock.now() >= deadline) {
                    return State.EXPIRED;
                }
                queue.await(Math.min(LONGEST_WAIT, deadline - clock.now()));
                continue;
            }
            try {
                if (next.nanos() >= deadline) {
                    return State.EXPIRED;
                }
                write(next);
            } finally {
                next.release();
            }
            if (full) {
                return State.FULL;
            }
        }
    }

    /**
     * Ends the file.
     *
     * @param dropped pieces for which there was no room
     */
    void end(String why, long dropped) throws IOException {
        file.end(clock.start(), clock.now(), packets.get() + dropped, dropped, why);
        flush();
        file.close();
    }

    /** Leaves the file as it is. */
    void abandon() {
        try {
            file.close();
        } catch (IOException e) {
            // What went wrong before is what is told.
            return;
        }
    }

    private void write(Captured captured) throws IOException {
        TcpConversation conversation = conversations.get(captured.connection().id());
        if (conversation == null) {
            conversation = begin(captured.connection(), captured.nanos());
        }
        if (captured instanceof Captured.Piece piece) {
            conversation.piece(piece.nanos(), piece.received(), piece.octets(), piece.lost(), piece.comment());
        } else if (captured instanceof Captured.Closed closed) {
            conversation.close(closed.nanos(), closed.byServer());
            conversations.remove(captured.connection().id());
            taken.remove(endsOf.remove(captured.connection().id()));
        }
    }

    private TcpConversation begin(TracedConnection connection, long nanos) throws IOException {
        Ends ends = freeEnds(connection);
        TcpConversation begun = new TcpConversation(ends.client(), ends.server(), this::packet);
        conversations.put(connection.id(), begun);
        endsOf.put(connection.id(), ends);
        connections.incrementAndGet();
        String shown = ends.client().equals(connection.client())
                ? connection.description()
                : connection.description() + "; shown with another client's port, because one like it is in the trace";
        begun.open(nanos, !connection.fromItsBeginning(), shown);
        return begun;
    }

    /** A client may use one port for connections to several of the server's, which look like one here. */
    private Ends freeEnds(TracedConnection connection) {
        Ends ends = new Ends(connection.client(), connection.server());
        while (!taken.add(ends)) {
            int port =
                    ends.client().getPort() == 1 ? GREATEST_PORT : ends.client().getPort() - 1;
            ends = new Ends(new InetSocketAddress(connection.client().getAddress(), port), connection.server());
        }
        return ends;
    }

    private void packet(
            long nanos,
            byte[] headers,
            ByteBuf payload,
            int index,
            int length,
            boolean inbound,
            long dropped,
            String comment)
            throws IOException {
        long size = PcapngFile.sizeOf(headers.length + length, dropped, comment);
        full |= file.size() + size + RESERVED_BYTES > maxBytes;
        if (full) {
            return;
        }
        file.packet(nanos, headers, payload, index, length, inbound, dropped, comment);
        packets.incrementAndGet();
        bytes = file.size();
    }

    private void flush() throws IOException {
        file.flush();
        bytes = file.size();
    }
}
