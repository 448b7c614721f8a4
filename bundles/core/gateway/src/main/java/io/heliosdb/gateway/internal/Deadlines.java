package io.heliosdb.gateway.internal;

import io.heliosdb.gateway.GatewaySettings;
import io.heliosdb.spi.protocol.Activity;
import java.time.Duration;

/**
 * How long one connection may stay as it is. Told what the session does, with a coarse time; asked now and then whether
 * that lasts too long. Because the coarse time may lag by a tick, a tick is granted on top: late, never early.
 */
final class Deadlines {
    /** What lasts too long. */
    enum Expired {
        NOTHING,
        LOGIN,
        IDLE,
        IDLE_IN_TRANSACTION,
        STATEMENT
    }

    /** Instead of a time: this statement has been told. */
    private static final long TOLD = Long.MAX_VALUE;

    private boolean loggedIn;
    private Activity activity;
    private long since;

    Deadlines(long acceptedAt) {
        since = acceptedAt;
    }

    void loggedIn(long now) {
        loggedIn = true;
        since = now;
    }

    /** A repeated ACTIVE is the next statement. */
    void activity(Activity newActivity, long now) {
        activity = newActivity;
        since = now;
    }

    Activity activity() {
        return activity;
    }

    /** When the activity changed last; a statement that has been told is as if it had begun at that moment. */
    long since() {
        return since == TOLD ? Long.MAX_VALUE : since;
    }

    /** What has expired; a statement is told once. */
    Expired expired(long now, GatewaySettings settings) {
        if (!loggedIn) {
            return over(settings.waitingRoom().time(), now) ? Expired.LOGIN : Expired.NOTHING;
        }
        if (activity == null) {
            return Expired.NOTHING;
        }
        GatewaySettings.Timeouts timeouts = settings.timeouts();
        return switch (activity) {
            case IDLE -> over(timeouts.idle(), now) ? Expired.IDLE : Expired.NOTHING;
            case IDLE_IN_TRANSACTION ->
                over(timeouts.idleInTransaction(), now) ? Expired.IDLE_IN_TRANSACTION : Expired.NOTHING;
            case ACTIVE -> statement(timeouts.statement(), now);
        };
    }

    private Expired statement(Duration limit, long now) {
        if (!over(limit, now)) {
            return Expired.NOTHING;
        }
        since = TOLD;
        return Expired.STATEMENT;
    }

    private boolean over(Duration limit, long now) {
        return !limit.isZero() && since != TOLD && now - since >= limit.toMillis() + LoopWatch.TICK_MILLIS;
    }
}
