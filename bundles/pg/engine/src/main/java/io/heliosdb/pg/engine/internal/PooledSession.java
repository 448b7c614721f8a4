package io.heliosdb.pg.engine.internal;

import io.heliosdb.spi.engine.EngineSession;
import io.heliosdb.spi.engine.ResultSink;
import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/** What sessions have in common, however they are pooled: how they open, and to whom they report. */
abstract class PooledSession extends BackendOwner implements EngineSession, BackendWaiter {
    private enum State {
        OPENING,
        OPEN,
        CLOSED
    }

    private final ResultSink sink;
    private final boolean fragments;
    private State state = State.OPENING;
    private KeyPool pool;

    PooledSession(MessageInterest interest, ResultSink sink) {
        super(interest);
        this.sink = sink;
        this.fragments = sink.takesFragments();
    }

    final ResultSink sink() {
        return sink;
    }

    final KeyPool pool() {
        return pool;
    }

    final boolean isClosed() {
        return state == State.CLOSED;
    }

    final boolean isOpening() {
        return state == State.OPENING;
    }

    /** The role is provisioned: the session can get its connection. On the event loop. */
    final void start(KeyPool keyPool, Optional<EnginePassword> password) {
        if (isClosed()) {
            return;
        }
        if (keyPool.loopPool().isClosed()) {
            end(EngineRuntime.shutdown(), false);
            return;
        }
        pool = keyPool;
        pool.sessionOpened(this, password);
        begin();
    }

    /** Gets what the session needs to be {@link #opened}. */
    abstract void begin();

    final void opened(SessionStart start) {
        state = State.OPEN;
        sink.opened(start);
    }

    /** The engine goes away. */
    final void shutDown(HeliosException reason) {
        if (!isClosed()) {
            close();
            sink.closed(reason, false);
        }
    }

    /** The session ends, not by its client's will. */
    final void end(HeliosException reason, boolean reported) {
        if (leave()) {
            sink.closed(reason, reported);
        }
    }

    /** @return whether the session was not closed before */
    final boolean leave() {
        if (isClosed()) {
            return false;
        }
        state = State.CLOSED;
        if (pool != null) {
            pool.abandon(this);
            pool.sessionClosed(this);
        }
        return true;
    }

    static HeliosException cancelled() {
        return new HeliosException(SqlState.QUERY_CANCELED, "canceling statement due to user request");
    }

    // ------------------------------------------------------------------ results

    @Override
    final void messages(ByteBuf run) {
        sink.messages(run);
    }

    @Override
    final boolean takesFragments() {
        return fragments;
    }

    @Override
    final void fragment(ByteBuf octets) {
        sink.fragment(octets);
    }

    @Override
    final void readComplete() {
        sink.readComplete();
    }

    @Override
    final void writable(boolean writable) {
        sink.writable(writable);
    }
}
