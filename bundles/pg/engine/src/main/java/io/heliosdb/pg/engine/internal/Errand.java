package io.heliosdb.pg.engine.internal;

import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something that the pool itself asks a connection between two sessions: to answer, or to forget the last one. */
final class Errand extends BackendOwner {
    private static final Logger LOGGER = LoggerFactory.getLogger(Errand.class);

    private static final Duration CLEAN_UP_LIMIT = Duration.ofSeconds(5);

    private final Consumer<Boolean> done;
    private final Backend backend;
    private final ScheduledFuture<?> timer;
    private int answersAwaited;
    private boolean failed;

    private Errand(LoopPool pool, Backend backend, int answers, Duration limit, Consumer<Boolean> done) {
        super(MessageInterest.inAll());
        this.backend = backend;
        this.done = done;
        this.answersAwaited = answers;
        this.timer = pool.loop().schedule(this::timedOut, limit.toNanos(), TimeUnit.NANOSECONDS);
        backend.owner(this);
        backend.reading(true);
    }

    /**
     * Asks whether the connection still works.
     *
     * @param done told whether it does; if not, it is closed already
     */
    static void probe(LoopPool pool, Duration limit, Backend backend, Consumer<Boolean> done) {
        new Errand(pool, backend, 1, limit, done);
        FrontendMessages.sync(backend.output().append());
        backend.output().flush();
    }

    /** Ends an open transaction. */
    static void rollBack(LoopPool pool, Backend backend, Consumer<Boolean> done) {
        new Errand(pool, backend, 1, CLEAN_UP_LIMIT, done);
        FrontendMessages.query(backend.output().append(), "ROLLBACK");
        backend.output().flush();
    }

    /** Makes the connection as it was after its login. */
    static void reset(LoopPool pool, Backend backend, TransactionStatus status, Consumer<Boolean> done) {
        boolean open = status != TransactionStatus.IDLE;
        new Errand(pool, backend, open ? 2 : 1, CLEAN_UP_LIMIT, done);
        if (open) {
            FrontendMessages.query(backend.output().append(), "ROLLBACK");
        }
        // A message of its own: it cannot run in a transaction, and several statements in one message are one.
        FrontendMessages.query(backend.output().append(), "DISCARD ALL");
        backend.output().flush();
    }

    @Override
    Verdict inspect(Backend from, byte type, ByteBuf in, int start, int end) {
        if (type == MessageCode.ERROR_RESPONSE) {
            failed = true;
        } else if (type == MessageCode.READY_FOR_QUERY) {
            answersAwaited--;
            failed |= answersAwaited == 0 && in.getByte(end - 1) != TransactionStatus.IDLE.code();
            return answersAwaited == 0 ? Verdict.SWALLOW_AND_END : Verdict.SWALLOW;
        }
        return Verdict.SWALLOW;
    }

    @Override
    void messages(ByteBuf run) {
        throw new IllegalStateException("everything is swallowed");
    }

    @Override
    void delivered(Backend from) {
        finish(!failed);
    }

    @Override
    void lost(Backend from, HeliosException reason, boolean reported) {
        finish(false);
    }

    private void timedOut() {
        LOGGER.warn("engine process {} does not answer; its connection is closed", backend.processId());
        finish(false);
    }

    private void finish(boolean success) {
        timer.cancel(false);
        if (!success) {
            backend.close();
        }
        done.accept(success);
    }
}
