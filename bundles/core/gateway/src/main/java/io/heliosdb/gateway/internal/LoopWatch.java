package io.heliosdb.gateway.internal;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The connections of one event loop and the time as they see it. One periodic task tells them the time, so that neither a
 * statement nor a connection needs a timer of its own. Used on that loop only, unless a method says otherwise.
 */
public final class LoopWatch {
    /** How far the coarse time may lag. */
    public static final long TICK_MILLIS = 250;

    private final EventLoop loop;
    private final List<Connection> connections = new ArrayList<>();
    private final LongSupplier clock;
    private long now;
    private boolean draining;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    /** From any thread. The clock runs until its loop shuts down. */
    public static LoopWatch start(EventLoop loop) {
        return start(loop, GatewayContext::now);
    }

    /** @param clock in milliseconds */
    static LoopWatch start(EventLoop loop, LongSupplier clock) {
        LoopWatch watch = new LoopWatch(loop, clock);
        loop.scheduleAtFixedRate(watch::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return watch;
    }

    private LoopWatch(EventLoop loop, LongSupplier clock) {
        this.loop = loop;
        this.clock = clock;
        this.now = clock.getAsLong();
    }

    /** Milliseconds, at most {@link #TICK_MILLIS} ago unless the loop is late. */
    long now() {
        return now;
    }

    /** Whether sessions are to end as soon as they are idle. */
    boolean draining() {
        return draining;
    }

    void add(Connection connection) {
        connection.watchIndex = connections.size();
        connections.add(connection);
    }

    void remove(Connection connection) {
        int last = connections.size() - 1;
        Connection moved = connections.remove(last);
        if (moved != connection) {
            connections.set(connection.watchIndex, moved);
            moved.watchIndex = connection.watchIndex;
        }
        tellIfDrained();
    }

    /** From any thread: does something with every connection, later, on the loop. */
    public void each(Consumer<Connection> action) {
        loop.execute(() -> forEach(action));
    }

    /** From any thread: asks every connection something, later, on the loop. */
    <R> CompletableFuture<List<R>> gather(Function<Connection, R> question) {
        CompletableFuture<List<R>> answers = new CompletableFuture<>();
        loop.execute(() -> {
            List<R> found = new ArrayList<>(connections.size());
            forEach(connection -> found.add(question.apply(connection)));
            answers.complete(found);
        });
        return answers;
    }

    /**
     * From any thread: from now on, sessions end as soon as they are idle.
     *
     * @return complete when no connection is left
     */
    public CompletableFuture<Void> drain() {
        loop.execute(() -> {
            draining = true;
            forEach(Connection::endIfIdle);
            tellIfDrained();
        });
        return drained;
    }

    private void tellIfDrained() {
        if (draining && connections.isEmpty()) {
            drained.complete(null);
        }
    }

    private void tick() {
        now = clock.getAsLong();
        forEach(connection -> connection.check(now));
    }

    /** From the end, so that the action may close and thereby remove the connection that it is given. */
    private void forEach(Consumer<Connection> action) {
        for (int i = connections.size() - 1; i >= 0; i--) {
            if (i < connections.size()) {
                action.accept(connections.get(i));
            }
        }
    }
}
