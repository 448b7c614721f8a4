package io.heliosdb.pg.engine.internal;

import io.heliosdb.pg.engine.EngineAddress;
import io.heliosdb.pg.engine.EngineSettings;
import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.error.HeliosException;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** One engine that is known by its address: its pools, its breaker, its administration. For several threads. */
final class EngineCore implements PoolContext {
    private final Supplier<EngineSettings> settings;
    private final EventLoop ownLoop;
    private final Connector connector;
    private final Administration administration;
    private final Provisioner provisioner;
    private final Preludes preludes;
    private final Budget budget;
    private final CircuitBreaker breaker;
    private final ConcurrentMap<EventLoop, LoopPool> loopPools = new ConcurrentHashMap<>();

    /**
     * @param ownLoop for what belongs to no client
     * @param blocking for what blocks or takes milliseconds
     */
    EngineCore(
            EngineAddress address,
            Supplier<EngineSettings> settings,
            Credentials credentials,
            EventLoop ownLoop,
            Executor blocking) {
        this.settings = settings;
        this.ownLoop = ownLoop;
        this.connector = new Connector(address, () -> settings.get().connectTimeout(), blocking);
        this.administration = new Administration(connector, ownLoop);
        this.provisioner = new Provisioner(administration, address.endpoint(), credentials, settings, blocking);
        this.preludes = new Preludes(administration);
        this.budget = new Budget(settings);
        this.breaker = new CircuitBreaker(this::scheduleProbe);
    }

    @Override
    public EngineSettings settings() {
        return settings.get();
    }

    @Override
    public Connector connector() {
        return connector;
    }

    @Override
    public CircuitBreaker breaker() {
        return breaker;
    }

    @Override
    public Budget budget() {
        return budget;
    }

    Administration administration() {
        return administration;
    }

    /** On the event loop. */
    LoopPool loopPool(EventLoop loop) {
        return loopPools.computeIfAbsent(loop, absent -> new LoopPool(absent, this));
    }

    private void scheduleProbe(Duration delay) {
        ownLoop.schedule(this::probe, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void probe() {
        long begun = System.nanoTime();
        breaker.probing();
        administration.ping().whenComplete((done, failure) -> note(begun, failure));
    }

    private void note(long begun, Throwable failure) {
        ConnectFailure reason = failure == null ? null : ConnectFailure.of(failure);
        if (reason != null && reason.isOutage()) {
            breaker.failed(begun, System.nanoTime(), reason.reason());
        } else {
            breaker.succeeded();
        }
    }

    /**
     * Makes sure of a session's role and of its prelude.
     *
     * @return the role's password; failed with a HeliosException that is fit for a client
     */
    CompletionStage<Optional<EnginePassword>> prepare(SessionRequest request) {
        if (!breaker.isClosed() && !isPrepared(request)) {
            return CompletableFuture.failedFuture(CircuitBreaker.refusal());
        }
        long begun = System.nanoTime();
        CompletableFuture<Optional<EnginePassword>> outcome = new CompletableFuture<>();
        provisioner
                .provision(request.role())
                .thenCompose(password -> ensurePrelude(request).thenApply(done -> password))
                .whenComplete((password, failure) -> {
                    if (failure == null) {
                        outcome.complete(password);
                        return;
                    }
                    note(begun, failure);
                    ConnectFailure reason = ConnectFailure.of(failure);
                    outcome.completeExceptionally(reason.isOutage() ? CircuitBreaker.refusal() : reason.reason());
                });
        return outcome;
    }

    private boolean isPrepared(SessionRequest request) {
        return provisioner.isDone(request.role())
                && request.prelude()
                        .map(prelude -> preludes.isDone(request.database(), prelude))
                        .orElse(true);
    }

    private CompletionStage<Void> ensurePrelude(SessionRequest request) {
        return request.prelude()
                .map(prelude -> preludes.ensure(request.database(), prelude))
                .orElse(CompletableFuture.completedFuture(null));
    }

    Preludes preludes() {
        return preludes;
    }

    @Override
    public void connected(Backend backend) {
        preludes.connected(backend);
    }

    @Override
    public void reclaimIdle(LoopPool hungry) {
        for (LoopPool pool : loopPools.values()) {
            if (pool.hasIdle()) {
                pool.execute(pool::giveUpIdle);
            }
        }
    }

    @Override
    public void loginDefaultsChanged() {
        loopPools.values().forEach(pool -> pool.execute(pool::renew));
    }

    @Override
    public void loginRefused(String role) {
        provisioner.forget(role);
    }

    /** Complete when what served no session is closed. */
    CompletableFuture<Void> closeIdle() {
        return onEachLoop(LoopPool::closeIdle);
    }

    /** Ends every session; complete when every connection is closed. */
    CompletableFuture<Void> close(HeliosException reason) {
        administration.close();
        loopPools.values().stream().filter(pool -> pool.loop().isShutdown()).forEach(LoopPool::release);
        return onEachLoop(pool -> pool.close(reason));
    }

    private CompletableFuture<Void> onEachLoop(Function<LoopPool, CompletableFuture<Void>> action) {
        List<CompletableFuture<Void>> outcomes = new ArrayList<>();
        for (LoopPool pool : loopPools.values()) {
            CompletableFuture<Void> outcome = new CompletableFuture<>();
            if (pool.execute(() -> action.apply(pool).thenRun(() -> outcome.complete(null)))) {
                outcomes.add(outcome);
            }
        }
        return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new));
    }
}
