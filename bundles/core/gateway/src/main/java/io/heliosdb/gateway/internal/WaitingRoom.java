package io.heliosdb.gateway.internal;

import io.netty.channel.Channel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * The connections that are not logged in. While the room is full nobody is refused: the ports stop accepting, and further
 * clients wait in the kernel's backlog until a place is free. So that silent connections cannot keep the others out, those
 * that have waited longest, and longer than {@link #PATIENCE_MILLIS}, are sent away, a tenth of the room at a time; an
 * honest login is over sooner.
 */
public final class WaitingRoom {
    /** How long a connection may stay in a full room before it can be sent away. */
    public static final long PATIENCE_MILLIS = 1_000;

    private final IntSupplier size;
    private final Runnable placeFreed;
    private final Map<Channel, Long> enteredAt = new LinkedHashMap<>();

    /**
     * @param size most connections in the room; may change
     * @param placeFreed told when a full room is full no more, on the thread of the connection that left
     */
    public WaitingRoom(IntSupplier size, Runnable placeFreed) {
        this.size = size;
        this.placeFreed = placeFreed;
    }

    /** @param now in milliseconds, of one clock for all calls */
    public synchronized void enter(Channel connection, long now) {
        enteredAt.put(connection, now);
    }

    /** The connection logged in or closed; nothing happens for one that left before. */
    public void leave(Channel connection) {
        boolean freed;
        synchronized (this) {
            boolean wasFull = full();
            freed = enteredAt.remove(connection) != null && wasFull && !full();
        }
        if (freed) {
            placeFreed.run();
        }
    }

    public synchronized boolean full() {
        return enteredAt.size() >= size.getAsInt();
    }

    /** Whom to send away now: nobody, unless the room is full. They stay until they leave. */
    public synchronized List<Channel> overdue(long now) {
        if (!full()) {
            return List.of();
        }
        return enteredAt.entrySet().stream()
                .filter(entry -> now - entry.getValue() >= PATIENCE_MILLIS)
                .limit(Math.max(1, size.getAsInt() / 10))
                .map(Map.Entry::getKey)
                .toList();
    }
}
