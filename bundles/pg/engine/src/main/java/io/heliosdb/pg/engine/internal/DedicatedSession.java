package io.heliosdb.pg.engine.internal;

import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.engine.ResultSink;
import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A session that has one connection from its start to its end. Nothing is rewritten; messages are only counted. */
final class DedicatedSession extends PooledSession {
    private static final MessageInterest INTEREST =
            MessageInterest.in(MessageCode.READY_FOR_QUERY, MessageCode.COPY_IN_RESPONSE, MessageCode.COMMAND_COMPLETE);

    private final RequestTracker requests = new RequestTracker();
    private Backend backend;
    private TransactionStatus status = TransactionStatus.IDLE;
    private boolean used;

    /** Octets of the message sent last that are still to come. */
    private long fragmentRest;

    DedicatedSession(ResultSink sink) {
        super(INTEREST, sink);
    }

    @Override
    void begin() {
        Backend idle = pool().take();
        if (idle == null) {
            pool().await(this);
        } else {
            acquired(idle);
        }
    }

    @Override
    public void acquired(Backend acquired) {
        backend = acquired;
        backend.owner(this);
        opened(new SessionStart(backend.processId(), backend.parameters().asText()));
    }

    @Override
    public void notAcquired(HeliosException reason) {
        end(reason, false);
    }

    // ------------------------------------------------------------------ requests

    @Override
    public void send(ByteBuf run) {
        if (backend == null) {
            run.skipBytes(run.readableBytes()); // lost a moment ago; the sink hears of it
            return;
        }
        used = true;
        fragmentRest = requests.sent(run);
        backend.output().write(run);
    }

    @Override
    public void sendFragment(ByteBuf octets) {
        if (backend == null) {
            octets.skipBytes(octets.readableBytes());
            return;
        }
        fragmentRest -= octets.readableBytes();
        backend.output().write(octets);
    }

    @Override
    public void flush() {
        if (backend != null) {
            backend.output().flush();
        }
    }

    @Override
    public void setReading(boolean reading) {
        if (backend != null) {
            backend.reading(reading);
        }
    }

    @Override
    public CompletionStage<Void> cancel() {
        if (backend != null && !requests.isQuiet()) {
            return Cancel.send(pool().loopPool(), backend);
        }
        if (isOpening()) {
            end(cancelled(), false);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        if (!leave() || backend == null) {
            return;
        }
        Backend last = backend;
        backend = null;
        if (!used) {
            pool().release(last);
        } else if (requests.isQuiet()) {
            reset(pool(), last, status);
        } else {
            Abandonment.begin(pool().loopPool(), last, fragmentRest <= 0);
        }
    }

    private static void reset(KeyPool pool, Backend last, TransactionStatus status) {
        pool.loopPool().detached(last);
        Errand.reset(pool.loopPool(), last, status, clean -> {
            if (clean) {
                pool.release(last);
            }
        });
    }

    // ------------------------------------------------------------------ results

    @Override
    Verdict inspect(Backend from, byte type, ByteBuf in, int start, int end) {
        switch (type) {
            case MessageCode.READY_FOR_QUERY -> {
                status = Answers.status(in, start, end);
                Answers.expect(requests.ready(), type);
                return requests.isQuiet() ? Verdict.FORWARD_AND_END : Verdict.FORWARD;
            }
            case MessageCode.COMMAND_COMPLETE -> {
                if (Answers.effect(in, start, end) == Answers.Effect.LOGIN_DEFAULTS) {
                    pool().loopPool().context().loginDefaultsChanged();
                }
            }
            case MessageCode.COPY_IN_RESPONSE -> requests.copyInBegan();
            case MessageCode.ERROR_RESPONSE -> {
                requests.failed();
                sink().errorReported(Answers.sqlState(in, start, end));
            }
            default -> {
                // ParameterStatus: the connection keeps it
            }
        }
        return Verdict.FORWARD;
    }

    @Override
    void delivered(Backend from) {
        sink().idle(status);
    }

    @Override
    void lost(Backend from, HeliosException reason, boolean reported) {
        backend = null;
        end(reason, reported);
    }
}
