package io.heliosdb.gateway.internal.trace;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Time of day in nanoseconds since 1970, of a clock that only goes forward. */
final class TraceClock {
    private final LongSupplier ticks;
    private final long startTicks;
    private final long start;

    TraceClock() {
        this(Instant.now(), System::nanoTime);
    }

    /** @param ticks nanoseconds since any moment */
    TraceClock(Instant now, LongSupplier ticks) {
        this.ticks = ticks;
        startTicks = ticks.getAsLong();
        start = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    /** When this clock was made. */
    long start() {
        return start;
    }

    long now() {
        return start + ticks.getAsLong() - startTicks;
    }
}
