package io.heliosdb.mysql.protocol.internal;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * How long a client may ask for nothing (system variable {@code wait_timeout}). A command costs no timer: the one that runs
 * looks how long ago the client was last served, and waits for the rest.
 */
final class IdleTimeout {
    private final Runnable timedOut;
    private boolean idle;
    private long sinceNanos;
    private long limitNanos;
    private long firesNanos;
    private Future<?> timer;

    /** @param timedOut told once, on the event loop */
    IdleTimeout(Runnable timedOut) {
        this.timedOut = timedOut;
    }

    /**
     * The client is served, and may wait from now on.
     *
     * @param limitMillis 0 for ever
     */
    void begin(long limitMillis, EventExecutor loop) {
        idle = true;
        sinceNanos = loop.ticker().nanoTime();
        limitNanos = TimeUnit.MILLISECONDS.toNanos(limitMillis);
        if (limitNanos > 0 && (timer == null || firesNanos - (sinceNanos + limitNanos) > 0)) {
            schedule(limitNanos, loop);
        }
    }

    /** The client asks for something. */
    void end() {
        idle = false;
    }

    void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void schedule(long delayNanos, EventExecutor loop) {
        cancel();
        firesNanos = loop.ticker().nanoTime() + delayNanos;
        timer = loop.schedule(() -> fired(loop), delayNanos, TimeUnit.NANOSECONDS);
    }

    private void fired(EventExecutor loop) {
        timer = null;
        if (!idle || limitNanos == 0) {
            return; // the end of the command begins anew
        }
        long rest = limitNanos - (loop.ticker().nanoTime() - sinceNanos);
        if (rest > 0) {
            schedule(rest, loop);
        } else {
            timedOut.run();
        }
    }
}
