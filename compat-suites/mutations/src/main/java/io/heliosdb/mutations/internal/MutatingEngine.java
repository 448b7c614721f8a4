package io.heliosdb.mutations.internal;

import io.heliosdb.mutations.Mutation;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.engine.EngineSession;
import io.heliosdb.spi.engine.ResultSink;
import io.heliosdb.spi.engine.SessionRequest;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletionStage;

/** The engine, with one thing wrong. */
final class MutatingEngine implements Engine {
    private final Engine engine;
    private final Mutation mutation;

    MutatingEngine(Engine engine, Mutation mutation) {
        this.engine = engine;
        this.mutation = mutation;
    }

    @Override
    public CompletionStage<Void> ready() {
        return engine.ready();
    }

    @Override
    public EngineSession open(SessionRequest request, EventLoop loop, ResultSink sink) {
        MutatingSink mutating = new MutatingSink(sink, mutation);
        return new MutatingSession(engine.open(request, loop, mutating), mutation, mutating::status);
    }

    @Override
    public CompletionStage<Void> closeIdle() {
        return engine.closeIdle();
    }

    @Override
    public CompletionStage<Void> removePrelude(String database, String schema) {
        return engine.removePrelude(database, schema);
    }
}
