package io.heliosdb.pg.embedded;

import java.time.Duration;

/**
 * What happens when PostgreSQL ends by itself: it is started again after a delay that doubles from one attempt to the next.
 * A server that stayed up for the longest delay counts as recovered, and the next failure begins at the first delay.
 *
 * @param attempts starts in a row that may fail before the server stays down
 * @param firstDelay before the first attempt
 * @param longestDelay bound of the delay
 */
public record RestartPolicy(int attempts, Duration firstDelay, Duration longestDelay) {

    public RestartPolicy {
        if (attempts < 0 || firstDelay.isNegative() || longestDelay.compareTo(firstDelay) < 0) {
            throw new IllegalArgumentException("attempts " + attempts + ", delays " + firstDelay + " to " + longestDelay
                    + " (expected: none negative, the longest delay not below the first)");
        }
    }

    /** Without end, from 200 ms to 30 s apart. */
    public static RestartPolicy always() {
        return new RestartPolicy(Integer.MAX_VALUE, Duration.ofMillis(200), Duration.ofSeconds(30));
    }

    public static RestartPolicy never() {
        return new RestartPolicy(0, Duration.ZERO, Duration.ZERO);
    }

    /** The delay before the attempt with this number, counted from 0. */
    Duration delay(int attempt) {
        Duration delay = firstDelay;
        for (int i = 0; i < attempt && delay.compareTo(longestDelay) < 0 && !delay.isZero(); i++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(longestDelay) < 0 ? delay : longestDelay;
    }
}
