package io.heliosdb.pg.engine;

import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.engine.EngineSession;
import io.heliosdb.spi.engine.ResultSink;
import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A session that runs one short statement after the other, on its event loop and without a thread of its own. */
final class LoadSession implements ResultSink {
    private static final byte[] QUERY = "Q\0\0\0\rSELECT 1\0".getBytes(StandardCharsets.US_ASCII);

    private final Engine engine;
    private final EventLoop loop;
    private final SessionRequest request;
    private final int transactions;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch done;
    private final AtomicInteger failures;
    private EngineSession session;
    private int finished;
    private volatile int doneWhenFirstEnded = -1;

    LoadSession(
            Engine engine,
            EventLoop loop,
            SessionRequest request,
            int transactions,
            CountDownLatch done,
            AtomicInteger failures) {
        this.engine = engine;
        this.loop = loop;
        this.request = request;
        this.transactions = transactions;
        this.done = done;
        this.failures = failures;
    }

    void open() {
        loop.execute(() -> session = engine.open(request, loop, this));
    }

    boolean awaitOpened() throws InterruptedException {
        return opened.await(TestClient.LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    void begin() {
        loop.execute(this::next);
    }

    /** How many statements this session had done when the first of all sessions ended. */
    int doneWhenFirstEnded() {
        return doneWhenFirstEnded;
    }

    private void next() {
        if (doneWhenFirstEnded < 0 && done.getCount() < 1000) {
            doneWhenFirstEnded = finished;
        }
        session.send(Unpooled.wrappedBuffer(QUERY));
        session.flush();
    }

    @Override
    public void opened(SessionStart start) {
        opened.countDown();
    }

    @Override
    public void messages(ByteBuf run) {
        if (run.getByte(run.readerIndex()) == 'E') {
            failures.incrementAndGet();
        }
    }

    @Override
    public void idle(TransactionStatus status) {
        finished++;
        if (finished < transactions) {
            next();
        } else {
            if (doneWhenFirstEnded < 0) {
                doneWhenFirstEnded = finished;
            }
            session.close();
            done.countDown();
        }
    }

    @Override
    public void readComplete() {
        // nothing to flush
    }

    @Override
    public void writable(boolean writable) {
        // one short request at a time
    }

    @Override
    public void closed(HeliosException reason, boolean reported) {
        failures.incrementAndGet();
        done.countDown();
    }
}
