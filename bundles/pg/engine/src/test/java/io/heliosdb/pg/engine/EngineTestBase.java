package io.heliosdb.pg.engine;

import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.engine.SessionRequest;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Two event loops, and engines on the shared server that are closed after the test. */
public abstract class EngineTestBase {
    static final Role ROLE = new Role("app", Set.of(), Optional.of("app"));

    @TempDir
    Path home;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
            2, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());

    final EventLoop loop = loops.next();
    final EventLoop otherLoop = loops.next();
    private PostgresEngine engine;

    PostgresEngine engine(Map<String, ?> settings) {
        return engine(settings, TestServer.shared().address());
    }

    PostgresEngine engine(Map<String, ?> settings, EngineAddress address) {
        engine = new PostgresEngine(
                () -> CompletableFuture.completedFuture(address), EngineSettings.of(settings), credentials());
        return engine;
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

    @AfterEach
    void closeAll() throws InterruptedException {
        if (engine != null) {
            engine.close();
        }
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).await();
    }
}
