package io.heliosdb.pg.protocol.internal;

import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.engine.EngineSession;
import io.heliosdb.spi.engine.ResultSink;
import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.engine.SessionStart;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An engine that remembers what it was sent and answers what the test says. One session at a time. */
final class FakeEngine implements Engine, EngineSession {
    static final int PROCESS_ID = 4711;

    final StringBuilder sent = new StringBuilder();
    final List<String> calls = new ArrayList<>();
    final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    SessionRequest request;
    ResultSink sink;
    boolean opensAtOnce = true;

    @Override
    public CompletionStage<Void> ready() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public EngineSession open(SessionRequest sessionRequest, EventLoop loop, ResultSink resultSink) {
        request = sessionRequest;
        sink = resultSink;
        if (opensAtOnce) {
            loop.execute(this::opened);
        }
        return this;
    }

    void opened() {
        sink.opened(new SessionStart(PROCESS_ID, Map.of("server_version", "18.6")));
    }

    @Override
    public CompletionStage<Void> closeIdle() {
        calls.add("closeIdle");
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void send(ByteBuf run) {
        sent.append(ByteBufUtil.hexDump(run));
        run.skipBytes(run.readableBytes());
    }

    @Override
    public void sendFragment(ByteBuf octets) {
        send(octets);
    }

    @Override
    public void flush() {
        calls.add("flush");
    }

    @Override
    public void setReading(boolean reading) {
        calls.add("reading " + reading);
    }

    @Override
    public CompletionStage<Void> cancel() {
        calls.add("cancel");
        return cancelled;
    }

    @Override
    public void close() {
        calls.add("close");
    }
}
