package io.heliosdb.mutations.internal;

import io.heliosdb.mutations.Mutation;
import io.heliosdb.spi.engine.ResultSink;
import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/** Changes results on their way to the protocol. It takes no fragments, so that every message is whole. */
final class MutatingSink implements ResultSink {
    private final ResultSink sink;
    private final Mutation mutation;
    private final Optional<MessageMutation> results;
    private TransactionStatus status = TransactionStatus.IDLE;

    MutatingSink(ResultSink sink, Mutation mutation) {
        this.sink = sink;
        this.mutation = mutation;
        this.results = ResultMutations.of(mutation);
    }

    /** As the engine said last. */
    TransactionStatus status() {
        return status;
    }

    @Override
    public void opened(SessionStart start) {
        sink.opened(start);
    }

    @Override
    public void messages(ByteBuf run) {
        if (results.isEmpty()) {
            sink.messages(run);
            return;
        }
        ByteBuf changed = run.alloc().buffer(run.readableBytes());
        try {
            results.get().apply(run, changed);
            if (changed.isReadable()) {
                sink.messages(changed);
            }
        } finally {
            changed.release();
        }
    }

    @Override
    public void idle(TransactionStatus now) {
        status = now;
        sink.idle(mutation == Mutation.TRANSACTION_STATUS_WRONG ? TransactionStatus.IDLE : now);
    }

    @Override
    public void readComplete() {
        sink.readComplete();
    }

    @Override
    public void writable(boolean writable) {
        sink.writable(writable);
    }

    @Override
    public void closed(HeliosException reason, boolean reported) {
        sink.closed(reason, reported);
    }
}
