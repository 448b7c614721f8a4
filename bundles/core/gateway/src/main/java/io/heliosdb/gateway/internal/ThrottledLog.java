package io.heliosdb.gateway.internal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Warns of what clients can cause as often as they like: at most once in a while, with the number of times. */
public final class ThrottledLog {
    private static final long PAUSE_MILLIS = 10_000;

    private final Logger logger;
    private final LongSupplier clock;
    private final AtomicLong quietUntil = new AtomicLong(Long.MIN_VALUE);
    private final AtomicInteger suppressed = new AtomicInteger();

    /** @param clock in milliseconds */
    public ThrottledLog(Logger logger, LongSupplier clock) {
        this.logger = logger;
        this.clock = clock;
    }

    public void warn(String message) {
        long now = clock.getAsLong();
        long until = quietUntil.get();
        if (now < until || !quietUntil.compareAndSet(until, now + PAUSE_MILLIS)) {
            suppressed.incrementAndGet();
            return;
        }
        int times = suppressed.getAndSet(0);
        if (times == 0) {
            logger.warn("{}", message);
        } else {
            logger.warn("{} (and {} times before)", message, times);
        }
    }
}
