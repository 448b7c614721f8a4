package io.heliosdb.pg.engine.internal;

import io.heliosdb.pg.engine.EngineSettings;
import io.heliosdb.spi.error.HeliosException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The connections that live on one event loop. Used on it, but for what is said to be otherwise. */
final class LoopPool {
    private static final long SWEEP_MILLIS = 200;

    private final EventLoop loop;
    private final PoolContext context;
    private final OutputBuffers buffers = new OutputBuffers();
    private final Map<PoolKey, KeyPool> pools = new HashMap<>();

    /** Connections that serve no session: idle, or between two sessions. */
    private final Set<Backend> unattached = new HashSet<>();

    private final Set<Backend> backends = new HashSet<>();
    private final Set<PooledSession> sessions = new HashSet<>();

    private final AtomicInteger members = new AtomicInteger();
    private final AtomicInteger idle = new AtomicInteger();
    private ScheduledFuture<?> sweep;
    private boolean closed;

    LoopPool(EventLoop loop, PoolContext context) {
        this.loop = loop;
        this.context = context;
    }

    EventLoop loop() {
        return loop;
    }

    /**
     * Runs an action on the event loop, unless that has ended. From any thread.
     *
     * @return whether it will run
     */
    boolean execute(Runnable action) {
        try {
            loop.execute(action);
            return true;
        } catch (RejectedExecutionException e) {
            return false; // the gateway's event loops end before the engine does, and their connections with them
        }
    }

    PoolContext context() {
        return context;
    }

    EngineSettings settings() {
        return context.settings();
    }

    OutputBuffers buffers() {
        return buffers;
    }

    KeyPool pool(PoolKey key) {
        scheduleSweep();
        return pools.computeIfAbsent(key, absent -> new KeyPool(absent, this));
    }

    /** Connections that exist or are being made. From any thread. */
    int members() {
        return members.get();
    }

    /** From any thread. */
    boolean hasIdle() {
        return idle.get() > 0;
    }

    void membersChanged(int by) {
        members.addAndGet(by);
    }

    void idleChanged(int by) {
        idle.addAndGet(by);
    }

    void attached(Backend backend) {
        unattached.remove(backend);
    }

    void detached(Backend backend) {
        unattached.add(backend);
    }

    /**
     * Gives up the connection that was unused longest, for a pool that is hungry.
     *
     * @return whether there was one
     */
    boolean giveUpIdle() {
        List<KeyPool> byAge = new ArrayList<>(pools.values());
        byAge.removeIf(pool -> !pool.hasIdle());
        byAge.sort(Comparator.comparingLong(KeyPool::oldestIdleSince));
        return byAge.stream().anyMatch(KeyPool::giveUpIdle);
    }

    /** Closes what serves no session; what is being cleaned up is closed when that is done. */
    CompletableFuture<Void> closeIdle() {
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        for (Backend backend : List.copyOf(unattached)) {
            closing.add(backend.gone().toCompletableFuture());
            backend.retire();
        }
        pools.values().forEach(KeyPool::closeIdle);
        return CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new));
    }

    /** New logins may get other defaults: connections that were made before are not used again. */
    void renew() {
        pools.values().forEach(KeyPool::renew);
        closeIdle();
    }

    /** The engine goes: every session ends with the reason. Complete when every connection is closed. */
    CompletableFuture<Void> close(HeliosException reason) {
        if (sweep != null) {
            sweep.cancel(false);
        }
        closed = true;
        List.copyOf(sessions).forEach(session -> session.shutDown(reason));
        pools.values().forEach(pool -> pool.failWaiters(reason));
        closeIdle();
        CompletableFuture<Void> allGone = CompletableFuture.allOf(backends.stream()
                .map(backend -> backend.gone().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
        return allGone.thenRun(this::release);
    }

    /** Frees what outlives the connections. On the event loop, or when that has ended. */
    void release() {
        buffers.close();
    }

    boolean isClosed() {
        return closed;
    }

    void sessionOpened(PooledSession session) {
        sessions.add(session);
    }

    void sessionClosed(PooledSession session) {
        sessions.remove(session);
    }

    void made(Backend backend) {
        backends.add(backend);
        context.connected(backend);
        backend.gone().thenRun(() -> backends.remove(backend));
    }

    private void scheduleSweep() {
        if (sweep == null && !closed) {
            sweep = loop.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void sweep() {
        sweep = null;
        long now = System.nanoTime();
        for (KeyPool pool : List.copyOf(pools.values())) {
            pool.sweep(now);
            if (pool.isUnused()) {
                pools.remove(pool.key());
                context.budget().sated(pool);
            }
        }
        if (!pools.isEmpty()) {
            scheduleSweep();
        }
    }
}
