package io.heliosdb.pg.engine.internal;

import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The end of a connection whose session went away in the middle of something: what runs is cancelled, and then the
 * connection is closed. A closed connection alone would not stop a statement, and a request to cancel that comes before its
 * statement is passed over; so it is repeated until the engine says something.
 */
final class Abandonment extends BackendOwner {
    private static final long[] RETRY_MILLIS = {100, 400, 1600};

    private final LoopPool pool;
    private final Backend backend;
    private int attempts;
    private ScheduledFuture<?> timer;

    private Abandonment(LoopPool pool, Backend backend) {
        super(MessageInterest.inAll());
        this.pool = pool;
        this.backend = backend;
    }

    /**
     * Begins.
     *
     * @param betweenMessages whether the last message that was sent is whole
     */
    static void begin(LoopPool pool, Backend backend, boolean betweenMessages) {
        Abandonment abandonment = new Abandonment(pool, backend);
        backend.owner(abandonment);
        backend.reading(true);
        if (betweenMessages) {
            // Brings an answer where the engine waits for copy data or for the end of a batch; ignored elsewhere.
            FrontendMessages.copyFail(backend.output().append());
            FrontendMessages.sync(backend.output().append());
            backend.output().flush();
        }
        abandonment.cancel();
    }

    private void cancel() {
        Cancel.send(pool, backend).thenRun(() -> {
            if (!backend.isOpen()) {
                return;
            }
            if (attempts == RETRY_MILLIS.length) {
                backend.close();
            } else {
                timer = pool.loop().schedule(this::cancel, RETRY_MILLIS[attempts], TimeUnit.MILLISECONDS);
                attempts++;
            }
        });
    }

    @Override
    Verdict inspect(Backend from, byte type, ByteBuf in, int start, int end) {
        boolean answered = type == MessageCode.ERROR_RESPONSE || type == MessageCode.READY_FOR_QUERY;
        return answered ? Verdict.SWALLOW_AND_END : Verdict.SWALLOW;
    }

    @Override
    void messages(ByteBuf run) {
        throw new IllegalStateException("everything is swallowed");
    }

    @Override
    boolean takesFragments() {
        return true;
    }

    @Override
    void fragment(ByteBuf octets) {
        // for nobody
    }

    @Override
    void delivered(Backend from) {
        if (timer != null) {
            timer.cancel(false);
        }
        backend.close();
    }

    @Override
    void lost(Backend from, HeliosException reason, boolean reported) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
