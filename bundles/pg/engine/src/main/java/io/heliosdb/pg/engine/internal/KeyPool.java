package io.heliosdb.pg.engine.internal;

import io.heliosdb.pg.engine.EngineSettings;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one event loop that can stand for each other, and those who wait for one, served in the order in
 * which they came. Used on the event loop, but for what is said to be otherwise.
 */
final class KeyPool {
    private static final Logger LOGGER = LoggerFactory.getLogger(KeyPool.class);

    /** More connections are not made at the same time, however many wait: the engine forks a process for each. */
    private static final int MOST_CONNECTING = 8;

    private static final String AUTHORIZATION_CLASS = "28";

    /** How long a pool that is busy has a connection before it has to part with it: a new one costs milliseconds. */
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final PoolKey key;
    private final LoopPool loopPool;
    private final PoolContext context;
    private final Deque<Backend> idle = new ArrayDeque<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Definitions definitions = new Definitions();
    private final AtomicInteger members = new AtomicInteger();

    private Login login;
    private Optional<ParameterSet> baseline = Optional.empty();
    private int sessions;
    private int connecting;
    private int probing;
    private int generation;
    private boolean retryScheduled;

    private record Waiting(BackendWaiter waiter, long since) {}

    KeyPool(PoolKey key, LoopPool loopPool) {
        this.key = key;
        this.loopPool = loopPool;
        this.context = loopPool.context();
    }

    PoolKey key() {
        return key;
    }

    LoopPool loopPool() {
        return loopPool;
    }

    /** What the sessions have prepared, in transaction pooling. */
    Definitions definitions() {
        return definitions;
    }

    /** What a new connection reports, where one was made before. */
    Optional<ParameterSet> baseline() {
        return baseline;
    }

    /** @param password what the role logs in with from now on */
    void sessionOpened(PooledSession session, Optional<EnginePassword> password) {
        login = new Login(key.role(), key.database(), key.parameters(), password);
        sessions++;
        loopPool.sessionOpened(session);
    }

    void sessionClosed(PooledSession session) {
        sessions--;
        loopPool.sessionClosed(session);
    }

    boolean isUnused() {
        return sessions == 0 && members.get() == 0 && waiting.isEmpty();
    }

    boolean hasIdle() {
        return !idle.isEmpty();
    }

    long oldestIdleSince() {
        return idle.getFirst().idleSince();
    }

    boolean hasWaiters() {
        return !waiting.isEmpty();
    }

    // ------------------------------------------------------------------ acquire

    /** An idle connection, or null where there is none or others wait already. */
    Backend take() {
        Backend backend = waiting.isEmpty() ? takeIdle() : null;
        if (backend != null) {
            loopPool.attached(backend);
        }
        return backend;
    }

    /** Waits for a connection. The waiter hears after this has returned. */
    void await(BackendWaiter waiter) {
        waiting.addLast(new Waiting(waiter, System.nanoTime()));
        grow();
    }

    /** Somebody does not wait any longer. */
    void abandon(BackendWaiter waiter) {
        waiting.removeIf(entry -> entry.waiter == waiter);
    }

    /** The one used last: it is the likeliest to be warm. */
    private Backend takeIdle() {
        for (Backend backend = idle.pollLast(); backend != null; backend = idle.pollLast()) {
            loopPool.idleChanged(-1);
            if (!backend.isOpen()) {
                continue;
            }
            long now = System.nanoTime();
            if (isStale(backend, now)) {
                loopPool.attached(backend);
                backend.terminate();
            } else if (now - backend.idleSince() > settings().probeAfter().toNanos()) {
                probe(backend);
            } else {
                return backend;
            }
        }
        return null;
    }

    private boolean isStale(Backend backend, long now) {
        return backend.isRetired()
                || backend.generation() != generation
                || now - backend.createdAt() > settings().maxLifetime().toNanos();
    }

    private void probe(Backend backend) {
        probing++;
        Errand.probe(loopPool, settings().connectTimeout(), backend, answered -> {
            probing--;
            if (answered) {
                release(backend);
            } else {
                grow();
            }
        });
    }

    /** A connection's worth was freed for this pool. From any thread. */
    void granted() {
        boolean taken = loopPool.execute(() -> {
            if (waiting.size() > connecting + probing) {
                connect();
            } else {
                context.budget().give(key.owner());
            }
        });
        if (!taken) {
            context.budget().give(key.owner());
        }
    }

    private void grow() {
        if (waiting.isEmpty() || retryScheduled) {
            return;
        }
        if (!context.breaker().isClosed()) {
            loopPool.loop().execute(this::refuseWaiters);
            return;
        }
        while (waiting.size() > connecting + probing && connecting < MOST_CONNECTING) {
            if (!context.budget().take(key.owner())) {
                context.budget().hunger(this);
                context.reclaimIdle(loopPool);
                return;
            }
            connect();
        }
    }

    private void connect() {
        members.incrementAndGet();
        loopPool.membersChanged(1);
        connecting++;
        long begun = System.nanoTime();
        int made = generation;
        try {
            context.connector()
                    .connect(loopPool.loop(), login, loopPool.buffers())
                    .whenComplete((backend, failure) -> {
                        connecting--;
                        if (failure == null) {
                            connected(backend, made);
                        } else {
                            notConnected(begun, ConnectFailure.of(failure));
                        }
                    });
        } catch (HeliosException e) {
            loopPool.loop().execute(() -> {
                connecting--;
                notConnected(begun, ConnectFailure.of(e));
            });
        }
    }

    private void refuseWaiters() {
        if (!context.breaker().isClosed()) {
            failWaiters(CircuitBreaker.refusal());
        }
    }

    private void connected(Backend backend, int made) {
        context.breaker().succeeded();
        baseline = Optional.of(backend.parameters());
        backend.joined(made, System.nanoTime());
        loopPool.made(backend);
        backend.gone().thenRun(() -> gone(backend));
        release(backend);
        grow();
    }

    private void notConnected(long begun, ConnectFailure failure) {
        HeliosException reason = failure.reason();
        leave();
        if (failure.isOutage()) {
            LOGGER.debug("no connection to the engine: {}", reason.toString());
            context.breaker().failed(begun, System.nanoTime(), reason);
            if (context.breaker().isClosed()) {
                retryLater();
            } else {
                failWaiters(CircuitBreaker.refusal());
            }
            return;
        }
        context.breaker().succeeded();
        if (reason.sqlState().equals(SqlState.TOO_MANY_CONNECTIONS) && members.get() > 0) {
            LOGGER.warn("the engine takes fewer connections than max-connections allows: {}", reason.getMessage());
            retryLater();
        } else {
            baseline = Optional.empty();
            if (reason.sqlState().startsWith(AUTHORIZATION_CLASS)) {
                context.loginRefused(key.role());
            }
            failWaiters(reason);
        }
    }

    private void retryLater() {
        if (!retryScheduled && !waiting.isEmpty()) {
            retryScheduled = true;
            loopPool.loop()
                    .schedule(
                            () -> {
                                retryScheduled = false;
                                grow();
                            },
                            context.breaker().delay().toNanos(),
                            TimeUnit.NANOSECONDS);
        }
    }

    private void gone(Backend backend) {
        if (idle.remove(backend)) {
            loopPool.idleChanged(-1);
        }
        loopPool.attached(backend);
        backend.statements().clear().forEach(definitions::unuse);
        leave();
        grow();
    }

    private void leave() {
        members.decrementAndGet();
        loopPool.membersChanged(-1);
        context.budget().give(key.owner());
    }

    // ------------------------------------------------------------------ release

    /** Somebody is done with a connection, which is outside a transaction and owes no answer. */
    void release(Backend backend) {
        if (!backend.isOpen()) {
            return;
        }
        loopPool.detached(backend);
        backend.owner(IdleOwner.INSTANCE);
        if (backend.isBeingCancelled()) {
            // The cancel could hit the next one's statement.
            backend.whenCancelled(() -> release(backend));
            return;
        }
        long now = System.nanoTime();
        boolean wanted = context.budget().anyHungry() && context.budget().cede(this, now - backend.createdAt());
        if (wanted || isStale(backend, now)) {
            backend.terminate();
            return;
        }
        Waiting first = waiting.pollFirst();
        if (first != null) {
            loopPool.attached(backend);
            first.waiter.acquired(backend);
            return;
        }
        backend.idleAt(now);
        idle.addLast(backend);
        loopPool.idleChanged(1);
    }

    /**
     * Whether a connection of this pool is better used by a hungry one: because this pool does not need it; or because the
     * other has none, or two less, and this pool has had it for a while. On this pool's own event loop.
     *
     * @param age of the connection, in nanoseconds
     */
    boolean cedesTo(KeyPool hungry, long age) {
        if (hungry == this) {
            return false;
        }
        if (waiting.isEmpty()) {
            return true;
        }
        if (age < TURN_NANOS) {
            return false;
        }
        int theirs = hungry.members.get();
        if (theirs == 0) {
            return true;
        }
        boolean sameLoop = hungry.loopPool == loopPool;
        int ours = sameLoop ? members.get() : loopPool.members();
        return ours - (sameLoop ? theirs : hungry.loopPool.members()) > 1;
    }

    boolean giveUpIdle() {
        Backend oldest = idle.peekFirst();
        if (oldest == null || !context.budget().cede(this, Long.MAX_VALUE)) {
            return false;
        }
        idle.removeFirst();
        loopPool.idleChanged(-1);
        oldest.terminate();
        return true;
    }

    // ------------------------------------------------------------------ upkeep

    void sweep(long now) {
        EngineSettings settings = settings();
        long limit = settings.acquireTimeout().toNanos();
        while (!waiting.isEmpty() && now - waiting.getFirst().since > limit) {
            waiting.removeFirst().waiter.notAcquired(timedOut(settings));
        }
        for (Iterator<Backend> oldestFirst = idle.iterator(); oldestFirst.hasNext(); ) {
            Backend backend = oldestFirst.next();
            boolean superfluous =
                    now - backend.idleSince() > settings.idleTimeout().toNanos() && idle.size() > settings.minIdle();
            if (superfluous || isStale(backend, now)) {
                oldestFirst.remove();
                loopPool.idleChanged(-1);
                backend.terminate();
            }
        }
        if (!waiting.isEmpty()) {
            grow();
        } else if (idle.size() + connecting < settings.minIdle()
                && context.breaker().isClosed()
                && context.budget().take(key.owner())) {
            connect();
        }
    }

    private static HeliosException timedOut(EngineSettings settings) {
        return new HeliosException(
                SqlState.TOO_MANY_CONNECTIONS,
                "no connection to the database engine became free within "
                        + settings.acquireTimeout().toMillis() + " ms");
    }

    void failWaiters(HeliosException reason) {
        context.budget().sated(this);
        for (Waiting next = waiting.pollFirst(); next != null; next = waiting.pollFirst()) {
            next.waiter.notAcquired(reason);
        }
    }

    void closeIdle() {
        loopPool.idleChanged(-idle.size());
        idle.forEach(Backend::terminate);
        idle.clear();
    }

    /** What was connected before now is not used again. */
    void renew() {
        generation++;
        baseline = Optional.empty();
    }

    private EngineSettings settings() {
        return context.settings();
    }
}
