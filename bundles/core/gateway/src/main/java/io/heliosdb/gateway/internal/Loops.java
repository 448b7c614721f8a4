package io.heliosdb.gateway.internal;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The threads of an open gateway: one loop accepts, the others serve, each with its watch. */
public final class Loops {
    private static final long QUIET_MILLIS = 0;
    private static final long SHUTDOWN_MILLIS = 5_000;

    private final EventLoopGroup acceptors;
    private final EventLoopGroup workers;
    private final Map<EventLoop, LoopWatch> watches;

    public Loops(Transport transport, int workerCount) {
        acceptors = transport.loops(1, "heliosdb-accept");
        workers = transport.loops(workerCount, "heliosdb-io");
        Map<EventLoop, LoopWatch> started = new HashMap<>();
        for (EventExecutor worker : workers) {
            EventLoop loop = (EventLoop) worker;
            started.put(loop, LoopWatch.start(loop));
        }
        watches = Map.copyOf(started);
    }

    EventLoopGroup acceptors() {
        return acceptors;
    }

    EventLoopGroup workers() {
        return workers;
    }

    /** The one loop that accepts. */
    public EventLoop acceptor() {
        return acceptors.next();
    }

    LoopWatch watch(EventLoop loop) {
        return watches.get(loop);
    }

    public Collection<LoopWatch> watches() {
        return watches.values();
    }

    /** Ends the threads; what is still to be done on them is done, for a few seconds at most. */
    public CompletableFuture<Void> shutDown() {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (EventLoopGroup group : List.of(workers, acceptors)) {
            CompletableFuture<Void> end = new CompletableFuture<>();
            group.shutdownGracefully(QUIET_MILLIS, SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS)
                    .addListener(done -> end.complete(null));
            ends.add(end);
        }
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    }
}
