package io.heliosdb.pg.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.ResourceLeakDetector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Two event loops, and engines on the shared server that are closed after the test. */
public abstract class EngineTestBase {
    static final Role ROLE = new Role("app", Set.of(), Optional.of("app"));

    private static final ListAppender<ILoggingEvent> LEAKS = new ListAppender<>();

    @TempDir
    Path home;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
            2, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());

    final EventLoop loop = loops.next();
    final EventLoop otherLoop = loops.next();
    private final List<PostgresEngine> engines = new ArrayList<>();

    PostgresEngine engine(Map<String, ?> settings) {
        return engine(settings, TestServer.shared().address());
    }

    PostgresEngine engine(Map<String, ?> settings, EngineAddress address) {
        PostgresEngine engine = new PostgresEngine(
                () -> CompletableFuture.completedFuture(address), EngineSettings.of(settings), credentials());
        engines.add(engine);
        return engine;
    }

    PostgresEngine engineUnderTest() {
        return engines.get(0);
    }

    static final String SLEEPING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'";

    /** Waits until a session of the shared server sleeps: earlier, a cancel would hit nothing. */
    static void awaitSleeping() {
        await(() -> !"0".equals(TestServer.shared().value(SLEEPING)));
    }

    /** Waits until something is so, and fails if it never is. */
    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TestClient.LIMIT_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).describedAs("in time").isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** Why the engine is not ready. */
    static HeliosException readyFailure(PostgresEngine engine) {
        try {
            engine.ready().toCompletableFuture().join();
        } catch (CompletionException e) {
            return (HeliosException) e.getCause();
        }
        throw new AssertionError("the engine is ready");
    }

    Path credentials() {
        return home.resolve("engine/credentials.json");
    }

    static SessionRequest request() {
        return request(Map.of());
    }

    static SessionRequest request(Map<String, String> parameters) {
        return new SessionRequest(ROLE, "app", parameters);
    }

    @BeforeAll
    static void watchForLeaks() {
        LEAKS.start();
        leakLogger().addAppender(LEAKS);
    }

    /** The leak detector, at paranoid in all tests, tells of a buffer when that was collected as garbage. */
    @AfterAll
    static void nothingLeaked() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            ByteBufAllocator.DEFAULT.directBuffer(16).release();
        }
        leakLogger().detachAppender(LEAKS);
        assertThat(LEAKS.list)
                .filteredOn(event -> event.getLevel().equals(Level.ERROR))
                .isEmpty();
    }

    private static Logger leakLogger() {
        return (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    }

    @AfterEach
    void closeAll() throws InterruptedException {
        engines.forEach(PostgresEngine::close);
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).await();
    }
}
