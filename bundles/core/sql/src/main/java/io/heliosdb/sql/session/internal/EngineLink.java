package io.heliosdb.sql.session.internal;

import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.engine.EngineSession;
import io.heliosdb.spi.engine.ResultSink;
import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.session.SessionListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The session at the engine, batch by batch: requests up to a Sync, then their answers up to ReadyForQuery. */
final class EngineLink implements ResultSink {
    private static final int INITIAL_BYTES = 1024;
    private static final int KEPT_BYTES = 64 * 1024;

    /** Takes what comes between batches: notices, and the error before the engine hangs up, whose reason follows. */
    private static final Answer NOBODY = new Answer() {
        @Override
        public void failed(HeliosException error) {
            // closed() follows with the reason
        }

        @Override
        public void ready(TransactionStatus status) {
            throw new IllegalStateException("ReadyForQuery that nobody waits for");
        }
    };

    private final SessionListener listener;
    private final Consumer<SessionStart> opened;
    private final BackendReader reader = new BackendReader(this);
    private EngineSession session;
    private Cancellation cancellation;
    private Answer answer = NOBODY;
    private TransactionStatus status = TransactionStatus.IDLE;
    private ByteBuf requests;
    private boolean closed;
    private final List<String> statementsToClose = new ArrayList<>();

    EngineLink(SessionListener listener, Consumer<SessionStart> opened) {
        this.listener = listener;
        this.opened = opened;
    }

    void open(Engine engine, SessionRequest request, EventLoop loop) {
        cancellation = new Cancellation(loop, this::cancel);
        session = engine.open(request, loop, this);
    }

    TransactionStatus status() {
        return status;
    }

    boolean inTransaction() {
        return status != TransactionStatus.IDLE;
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * Sends a batch.
     *
     * @param write writes the requests, the last Sync not
     * @param taker of its answers, until ready
     * @throws HeliosException as the writer throws it; nothing is sent then
     */
    void batch(Consumer<FrontendWriter> write, Answer taker) {
        if (answer != NOBODY) {
            throw new IllegalStateException("a batch is under way");
        }
        if (closed) {
            return; // the listener has heard, or is about to hear, why
        }
        if (requests == null) {
            requests = ByteBufAllocator.DEFAULT.buffer(INITIAL_BYTES);
        }
        requests.clear();
        FrontendWriter writer = new FrontendWriter(requests);
        statementsToClose.forEach(writer::closeStatement);
        write.accept(writer);
        statementsToClose.clear();
        writer.sync();
        answer = taker;
        cancellation.whenNoticed(this::send);
    }

    private void send() {
        if (closed) {
            return;
        }
        session.send(requests);
        if (requests.capacity() > KEPT_BYTES) {
            requests.release();
            requests = null;
        }
        session.flush();
    }

    /** Lets the engine forget prepared statements along with the next batch: a Close never fails. */
    void closeStatements(List<String> names) {
        statementsToClose.addAll(names);
    }

    /** The engine has forgotten all of them. */
    void forgetStatements() {
        statementsToClose.clear();
    }

    /** Cancels what runs at this moment. */
    CompletionStage<Void> cancel() {
        return session == null || closed ? CompletableFuture.completedFuture(null) : session.cancel();
    }

    /** Cancels the statement that is under way, until it fails or {@link #statementEnded}. */
    CompletionStage<Void> cancelStatement() {
        return cancellation.begin();
    }

    /** Nothing is to be cancelled any more: also after the first failure, for what follows it puts things right. */
    void statementEnded() {
        cancellation.end();
    }

    void setReading(boolean reading) {
        if (session != null && !closed) {
            session.setReading(reading);
        }
    }

    void close() {
        if (!closed) {
            closed = true;
            release();
            if (session != null) {
                cancellation.end();
                session.close();
            }
        }
    }

    private void release() {
        if (requests != null) {
            requests.release();
            requests = null;
        }
    }

    // ------------------------------------------------------------------ from the engine

    @Override
    public void opened(SessionStart start) {
        if (!closed) {
            opened.accept(start);
        }
    }

    @Override
    public void messages(ByteBuf run) {
        reader.read(run);
    }

    /** Whom the next message is for. */
    Answer answer() {
        return closed ? NOBODY : answer;
    }

    /** ReadyForQuery: the end of this batch may begin the next one. */
    void ready(TransactionStatus now) {
        status = now;
        Answer finished = answer;
        answer = NOBODY;
        if (!closed) {
            finished.ready(now);
        }
    }

    @Override
    public void idle(TransactionStatus now) {
        // ready() has told
    }

    @Override
    public void readComplete() {
        if (!closed) {
            listener.readComplete();
        }
    }

    @Override
    public void writable(boolean writable) {
        // A client sends its next statement when it has the result of the one before: nothing piles up here.
    }

    @Override
    public void closed(HeliosException reason, boolean reported) {
        if (!closed) {
            closed = true;
            release();
            cancellation.end();
            listener.closed(reason);
        }
    }
}
