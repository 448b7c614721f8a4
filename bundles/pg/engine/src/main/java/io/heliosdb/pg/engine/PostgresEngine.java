package io.heliosdb.pg.engine;

import io.heliosdb.pg.engine.internal.EngineRuntime;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.engine.EngineSession;
import io.heliosdb.spi.engine.ResultSink;
import io.heliosdb.spi.engine.SessionRequest;
import io.netty.channel.EventLoop;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A server of the PostgreSQL family as the engine behind every protocol. */
public final class PostgresEngine implements Engine, AutoCloseable {
    private final EngineRuntime runtime;

    /**
     * @param address asked for once, when the engine is first used; asked again where it failed
     * @param credentials file that the passwords of roles on an external engine are kept in
     */
    public PostgresEngine(Supplier<CompletionStage<EngineAddress>> address, EngineSettings settings, Path credentials) {
        runtime = new EngineRuntime(address, settings, credentials);
    }

    @Override
    public CompletionStage<Void> ready() {
        return runtime.ready();
    }

    @Override
    public EngineSession open(SessionRequest request, EventLoop loop, ResultSink sink) {
        return runtime.open(request, loop, sink);
    }

    @Override
    public CompletionStage<Void> closeIdle() {
        return runtime.closeIdle();
    }

    @Override
    public CompletionStage<Void> removePrelude(String database, String schema) {
        return runtime.removePrelude(database, schema);
    }

    /** Changes the settings; sessions that are open keep the pooling that they began with. */
    public void settings(EngineSettings settings) {
        runtime.settings(settings);
    }

    /** Ends every session (57P01) and closes every connection. Returns when they are closed. */
    @Override
    public void close() {
        runtime.close();
    }
}
