package io.heliosdb.pg.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.pg.engine.EngineAddress;
import io.heliosdb.pg.engine.EngineSettings;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EngineRuntimeTest {
    private static final long BUSY_NANOS = 200_000_000;

    @TempDir
    Path home;

    private final EventLoopGroup ownLoops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    private EngineRuntime runtime(String url) {
        return new EngineRuntime(
                () -> CompletableFuture.completedFuture(EngineAddress.parse(url)),
                EngineSettings.of(Map.of()),
                home.resolve("credentials.json"),
                ownLoops);
    }

    @Test
    void itsEventLoopEndsBeforeItsBundleDoes() {
        EngineRuntime runtime = runtime("postgresql://boss:secret@127.0.0.1:1/db");
        assertThatThrownBy(() -> runtime.ready().toCompletableFuture().join())
                .hasMessageContaining("cannot connect to the engine");
        ownLoops.execute(() -> LockSupport.parkNanos(BUSY_NANOS));

        runtime.close();

        assertThat(ownLoops.isTerminated()).isTrue();
    }
}
