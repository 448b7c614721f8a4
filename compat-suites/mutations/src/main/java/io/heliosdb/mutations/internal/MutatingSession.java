package io.heliosdb.mutations.internal;

import io.heliosdb.mutations.Mutation;
import io.heliosdb.spi.engine.EngineSession;
import io.heliosdb.spi.engine.TransactionStatus;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Changes requests on their way to the engine. */
final class MutatingSession implements EngineSession {
    private final EngineSession session;
    private final Mutation mutation;
    private final Optional<MessageMutation> requests;

    MutatingSession(EngineSession session, Mutation mutation, Supplier<TransactionStatus> status) {
        this.session = session;
        this.mutation = mutation;
        this.requests = RequestMutations.of(mutation, status);
    }

    @Override
    public void send(ByteBuf run) {
        if (requests.isEmpty()) {
            session.send(run);
            return;
        }
        ByteBuf changed = run.alloc().buffer(run.readableBytes());
        try {
            requests.get().apply(run, changed);
            session.send(changed);
        } finally {
            changed.release();
        }
    }

    @Override
    public void sendFragment(ByteBuf octets) {
        session.sendFragment(octets);
    }

    @Override
    public void flush() {
        session.flush();
    }

    @Override
    public void setReading(boolean reading) {
        session.setReading(reading);
    }

    @Override
    public CompletionStage<Void> cancel() {
        return mutation == Mutation.CANCEL_IGNORED ? CompletableFuture.completedStage(null) : session.cancel();
    }

    @Override
    public void close() {
        session.close();
    }
}
