package io.heliosdb.pg.engine.internal;

import io.heliosdb.pg.engine.EngineAddress;
import io.heliosdb.pg.engine.EngineSettings;
import io.heliosdb.spi.error.HeliosException;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One engine that is known by its address: its pools, its breaker, its administration. For several threads. */
final class EngineCore implements PoolContext {
    private final Supplier<EngineSettings> settings;
    private final EventLoop ownLoop;
    private final Connector connector;
    private final Administration administration;
    private final Provisioner provisioner;
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

    Provisioner provisioner() {
        return provisioner;
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
        administration.ping().whenComplete((done, failure) -> {
            HeliosException reason = failure == null ? null : ConnectFailure.of(failure);
            if (reason != null && ConnectFailure.isOutage(reason)) {
                breaker.failed(begun, System.nanoTime(), reason);
            } else {
                breaker.succeeded();
            }
        });
    }

    @Override
    public void reclaimIdle(LoopPool hungry) {
        for (LoopPool pool : loopPools.values()) {
            if (pool.hasIdle()) {
                pool.loop().execute(pool::giveUpIdle);
            }
        }
    }

    @Override
    public void loginDefaultsChanged() {
        onEachLoop(LoopPool::renew);
    }

    @Override
    public void loginRefused(String role) {
        provisioner.forget(role);
    }

    private void onEachLoop(Consumer<LoopPool> action) {
        loopPools.values().forEach(pool -> pool.loop().execute(() -> action.accept(pool)));
    }

    /** Complete when what served no session is closed. */
    CompletableFuture<Void> closeIdle() {
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        for (LoopPool pool : loopPools.values()) {
            CompletableFuture<Void> closed = new CompletableFuture<>();
            closing.add(closed);
            pool.loop().execute(() -> pool.closeIdle().thenRun(() -> closed.complete(null)));
        }
        return CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new));
    }

    /** Ends every session; complete when every connection is closed. */
    CompletableFuture<Void> close(HeliosException reason) {
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        for (LoopPool pool : loopPools.values()) {
            CompletableFuture<Void> closed = new CompletableFuture<>();
            closing.add(closed);
            pool.loop().execute(() -> pool.close(reason).thenRun(() -> closed.complete(null)));
        }
        administration.close();
        return CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new));
    }
}
