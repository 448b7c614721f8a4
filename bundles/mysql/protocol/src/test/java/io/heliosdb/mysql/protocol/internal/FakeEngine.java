package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.engine.EngineSession;
import io.heliosdb.spi.engine.ResultSink;
import io.heliosdb.spi.engine.SessionRequest;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An engine that is there, and that nobody asks for anything: sessions are fakes. */
final class FakeEngine implements Engine {
    @Override
    public CompletionStage<Void> ready() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public EngineSession open(SessionRequest request, EventLoop loop, ResultSink sink) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> closeIdle() {
        throw new UnsupportedOperationException();
    }
}
