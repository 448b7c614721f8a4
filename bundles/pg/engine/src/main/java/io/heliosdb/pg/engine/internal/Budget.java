package io.heliosdb.pg.engine.internal;

import io.heliosdb.pg.engine.EngineSettings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How many connections there may be, over all event loops. A pool that wants one more and gets none is hungry; whoever
 * gives a connection up for its sake moves it to the promised ones, so that nobody else does the same. For several
 * threads.
 */
final class Budget {
    private final Supplier<EngineSettings> settings;
    private final Map<PoolKey.Owner, Integer> perOwner = new HashMap<>();
    private final Deque<KeyPool> hungry = new ArrayDeque<>();
    private final Deque<KeyPool> promised = new ArrayDeque<>();
    private int total;

    /** Read without the lock on the way of every transaction. */
    private volatile boolean anyHungry;

    Budget(Supplier<EngineSettings> settings) {
        this.settings = settings;
    }

    /** Takes one connection's worth, where there is one. */
    synchronized boolean take(PoolKey.Owner owner) {
        if (!allows(owner)) {
            return false;
        }
        total++;
        perOwner.merge(owner, 1, Integer::sum);
        return true;
    }

    private boolean allows(PoolKey.Owner owner) {
        return total < settings.get().maxConnections() && ownerAllows(owner);
    }

    private boolean ownerAllows(PoolKey.Owner owner) {
        return perOwner.getOrDefault(owner, 0) < settings.get().maxConnectionsPerDatabase();
    }

    /** Gives one connection's worth back; a hungry pool gets it. */
    void give(PoolKey.Owner owner) {
        KeyPool next;
        synchronized (this) {
            total--;
            perOwner.computeIfPresent(owner, (key, count) -> count > 1 ? count - 1 : null);
            next = firstServed();
        }
        if (next != null) {
            next.granted();
        }
    }

    private KeyPool firstServed() {
        for (Deque<KeyPool> queue : List.of(promised, hungry)) {
            for (Iterator<KeyPool> pools = queue.iterator(); pools.hasNext(); ) {
                KeyPool pool = pools.next();
                if (take(pool.key().owner())) {
                    pools.remove();
                    anyHungry = !hungry.isEmpty();
                    return pool;
                }
            }
        }
        return null;
    }

    /** Queues a pool for the next connection's worth, once. */
    synchronized void hunger(KeyPool pool) {
        if (!hungry.contains(pool) && !promised.contains(pool)) {
            hungry.addLast(pool);
            anyHungry = true;
        }
    }

    synchronized void sated(KeyPool pool) {
        hungry.remove(pool);
        promised.remove(pool);
        anyHungry = !hungry.isEmpty();
    }

    boolean anyHungry() {
        return anyHungry;
    }

    /**
     * Decides whether a connection is to be given up for a hungry pool, and promises it if so.
     *
     * @param from the pool that has the connection
     * @param age of the connection, in nanoseconds
     */
    synchronized boolean cede(KeyPool from, long age) {
        for (Iterator<KeyPool> pools = hungry.iterator(); pools.hasNext(); ) {
            KeyPool pool = pools.next();
            boolean helps = ownerAllows(pool.key().owner())
                    || pool.key().owner().equals(from.key().owner());
            if (helps && from.cedesTo(pool, age)) {
                pools.remove();
                promised.addLast(pool);
                anyHungry = !hungry.isEmpty();
                return true;
            }
        }
        return false;
    }

    synchronized int total() {
        return total;
    }
}
