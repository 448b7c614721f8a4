package io.heliosdb.pg.engine.internal;

import io.heliosdb.pg.engine.EngineAddress;
import io.heliosdb.pg.engine.EngineSettings;
import io.heliosdb.pg.engine.Pooling;
import io.heliosdb.spi.engine.EngineSession;
import io.heliosdb.spi.engine.ResultSink;
import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs behind the public face: finds the engine when it is first wanted, and opens sessions. For several threads. */
public final class EngineRuntime {
    private static final Logger LOGGER = LoggerFactory.getLogger(EngineRuntime.class);
    private static final long CLOSE_SECONDS = 10;

    private final Supplier<CompletionStage<EngineAddress>> address;
    private final Credentials credentials;
    private final EventLoopGroup ownLoops;
    private final ExecutorService blocking =
            Executors.newCachedThreadPool(new DefaultThreadFactory("heliosdb-engine-blocking", true));

    private volatile EngineSettings settings;
    private CompletableFuture<EngineCore> core;
    private boolean closed;

    public EngineRuntime(Supplier<CompletionStage<EngineAddress>> address, EngineSettings settings, Path credentials) {
        this(address, settings, credentials, Transport.ownLoop());
    }

    /** @param ownLoops for what belongs to no client; ended with this */
    EngineRuntime(
            Supplier<CompletionStage<EngineAddress>> address,
            EngineSettings settings,
            Path credentials,
            EventLoopGroup ownLoops) {
        this.ownLoops = ownLoops;
        this.address = address;
        this.settings = settings;
        this.credentials = new Credentials(credentials);
    }

    public void settings(EngineSettings changed) {
        settings = changed;
    }

    public CompletionStage<Void> ready() {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        core().thenCompose(found -> found.administration().ping()).whenComplete((done, failure) -> {
            if (failure == null) {
                ready.complete(null);
            } else {
                ready.completeExceptionally(ConnectFailure.of(failure).reason());
            }
        });
        return ready;
    }

    public CompletionStage<Void> closeIdle() {
        return core().thenCompose(EngineCore::closeIdle);
    }

    public CompletionStage<Void> removePrelude(String database, String schema) {
        CompletableFuture<Void> removed = new CompletableFuture<>();
        core().thenCompose(found -> found.preludes().remove(database, schema)).whenComplete((done, failure) -> {
            if (failure == null) {
                removed.complete(null);
            } else {
                removed.completeExceptionally(ConnectFailure.of(failure).reason());
            }
        });
        return removed;
    }

    /** The engine, found once; where it was not found, it is looked for anew. */
    private synchronized CompletableFuture<EngineCore> core() {
        if (closed) {
            return CompletableFuture.failedFuture(shutdown());
        }
        if (core == null || core.isCompletedExceptionally()) {
            core = address.get()
                    .thenApply(found -> new EngineCore(found, () -> settings, credentials, ownLoops.next(), blocking))
                    .toCompletableFuture();
        }
        return core;
    }

    public EngineSession open(SessionRequest request, EventLoop loop, ResultSink sink) {
        PooledSession session =
                settings.pooling() == Pooling.SESSION ? new DedicatedSession(sink) : new TransactionSession(sink);
        try {
            Login.check(request);
        } catch (HeliosException e) {
            loop.execute(() -> session.end(e, false));
            return session;
        }
        core().thenCompose(found -> found.prepare(request).thenAccept(password -> {
                    loop.execute(() -> start(session, found, request, loop, password));
                }))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        loop.execute(
                                () -> session.end(ConnectFailure.of(failure).reason(), false));
                    }
                });
        return session;
    }

    private static void start(
            PooledSession session,
            EngineCore core,
            SessionRequest request,
            EventLoop loop,
            Optional<EnginePassword> password) {
        PoolKey key = new PoolKey(request.role().name(), request.database(), request.parameters());
        session.start(core.loopPool(loop).pool(key), password);
    }

    /** Ends every session and returns when every connection is closed and no thread of this works any more. */
    public void close() {
        CompletableFuture<EngineCore> last;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            last = core;
        }
        try {
            if (last != null && last.isDone() && !last.isCompletedExceptionally()) {
                last.join().close(shutdown()).get(CLOSE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.warn("some connections to the engine did not close in time");
        }
        blocking.shutdown();
        // A thread that outlives its bundle finds no classes any more for what is left to do.
        ownLoops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    static HeliosException shutdown() {
        return new HeliosException(SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command");
    }
}
