package io.heliosdb.pg.engine.internal;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps sessions from waiting for an engine that is down. Closed, it lets connections be tried, ever more slowly while
 * they fail; after some failures in a row it opens, and everybody is refused at once while a probe asks the engine from
 * time to time; when the engine answers, it closes. For several threads.
 */
final class CircuitBreaker {
    private static final Logger LOGGER = LoggerFactory.getLogger(CircuitBreaker.class);

    /** Failures in a row that open it. */
    static final int FAILURES_TO_OPEN = 3;

    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);
    private static final double JITTER = 0.2;

    /** Where the breaker stands, in the words of its literature. */
    enum State {
        CLOSED,
        OPEN,
        /** A probe is under way. */
        HALF_OPEN
    }

    /** Asks the engine whether it is back, after a delay; answers by {@link #succeeded} or {@link #failed}. */
    interface Probe {
        void schedule(Duration delay);
    }

    private final Probe probe;
    private final DoubleSupplier random;
    private volatile State state = State.CLOSED;
    private int failures;
    private long lastFailure;

    CircuitBreaker(Probe probe) {
        this(probe, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** @param random from 0 to 1, for the jitter */
    CircuitBreaker(Probe probe, DoubleSupplier random) {
        this.probe = probe;
        this.random = random;
    }

    State state() {
        return state;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** What everybody hears while it is not closed. */
    static HeliosException refusal() {
        return new HeliosException(SqlState.CANNOT_CONNECT_NOW, "the database engine cannot be reached now");
    }

    /** The engine answered, be it with a refusal of one login. */
    synchronized void succeeded() {
        failures = 0;
        if (state != State.CLOSED) {
            LOGGER.info("the engine answers again");
            state = State.CLOSED;
        }
    }

    /**
     * The engine could not be reached.
     *
     * @param begun when the attempt began, System.nanoTime(): attempts that were under way together count once
     * @param now System.nanoTime()
     */
    synchronized void failed(long begun, long now, HeliosException reason) {
        if (state == State.CLOSED) {
            if (failures > 0 && begun - lastFailure < 0) {
                return;
            }
            failures++;
            lastFailure = now;
            if (failures < FAILURES_TO_OPEN) {
                return;
            }
            LOGGER.warn("the engine cannot be reached, sessions are refused until it answers: {}", reason.toString());
        } else if (state == State.HALF_OPEN) {
            failures++;
        } else {
            return;
        }
        state = State.OPEN;
        probe.schedule(delay());
    }

    /** A probe begins. */
    synchronized void probing() {
        if (state == State.OPEN) {
            state = State.HALF_OPEN;
        }
    }

    /** How long to wait before the next attempt: it doubles with each failure, give or take a fifth. */
    synchronized Duration delay() {
        int doublings = Math.min(Math.max(0, failures - 1), 16);
        double millis =
                Math.min((double) LONGEST_DELAY.toMillis(), FIRST_DELAY.toMillis() * (double) (1L << doublings));
        return Duration.ofMillis(Math.round(millis * (1 - JITTER + 2 * JITTER * random.getAsDouble())));
    }
}
