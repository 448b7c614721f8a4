package io.heliosdb.gateway.internal.trace;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * From the event loops to the thread that writes. Nobody waits to put something in: what there is no room for is refused.
 * The thread looks from time to time and is woken only when much has come together, since waking costs the event loop. Safe for many that put in and one that takes out.
 */
final class CaptureQueue {
    /** What an entry takes beside its octets, so that empty ones are bounded too. */
    private static final int ENTRY_BYTES = 128;

    private final Queue<Captured> entries = new ConcurrentLinkedQueue<>();
    private final AtomicLong taken = new AtomicLong();
    private final long room;
    private final long much;
    private volatile Thread waiting;
    private volatile boolean sealed;
    private volatile boolean closed;

    /** @param room octets that may wait */
    CaptureQueue(long room) {
        this.room = room;
        this.much = room / 4;
    }

    /** @return whether there was room; otherwise the entry stays the caller's */
    boolean offer(Captured entry) {
        int cost = entry.bytes() + ENTRY_BYTES;
        if (sealed) {
            return false;
        }
        long now = taken.addAndGet(cost);
        if (now > room && entry.bytes() > 0) {
            taken.addAndGet(-cost);
            return false;
        }
        entries.add(entry);
        if (closed) {
            clear();
        }
        if (now > much) {
            wake();
        }
        return true;
    }

    boolean isSealed() {
        return sealed;
    }

    /** The next entry, which is the caller's then; null where there is none. */
    Captured poll() {
        Captured entry = entries.poll();
        if (entry != null) {
            taken.addAndGet(-entry.bytes() - ENTRY_BYTES);
        }
        return entry;
    }

    /** Waits for so long, or until there is much to be taken out or nothing more to come. */
    void await(long nanos) {
        waiting = Thread.currentThread();
        if (taken.get() <= much && !sealed) {
            LockSupport.parkNanos(this, nanos);
        }
        waiting = null;
    }

    /** Takes nothing any more; what is there can be taken out, and the thread that waits looks again. */
    void seal() {
        sealed = true;
        wake();
    }

    private void wake() {
        Thread writer = waiting;
        if (writer != null) {
            LockSupport.unpark(writer);
        }
    }

    /** Takes nothing any more, and forgets what is there. */
    void close() {
        sealed = true;
        closed = true;
        clear();
    }

    private void clear() {
        for (Captured entry = poll(); entry != null; entry = poll()) {
            entry.release();
        }
    }
}
