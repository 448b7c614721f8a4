package io.heliosdb.sql.session.internal;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Cancels a statement until it ends. A request that reaches the engine before it has begun with the statement, or between two
 * of its batches, is in vain; and one that reaches it late would meet what is sent next, which therefore waits.
 */
final class Cancellation {
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private final EventLoop loop;
    private final Supplier<CompletionStage<Void>> request;
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    private Future<?> again;

    /** @param request asks the engine to cancel what the session runs, if anything; complete when it has taken notice */
    Cancellation(EventLoop loop, Supplier<CompletionStage<Void>> request) {
        this.loop = loop;
        this.request = request;
    }

    /** @return complete when the engine has taken notice of the first request */
    CompletionStage<Void> begin() {
        end();
        return ask(FIRST_PAUSE_MILLIS);
    }

    private CompletionStage<Void> ask(long pause) {
        if (last.isDone()) {
            last = request.get().toCompletableFuture();
        }
        again = loop.schedule(() -> ask(Math.min(2 * pause, LONGEST_PAUSE_MILLIS)), pause, TimeUnit.MILLISECONDS);
        return last;
    }

    /** The statement failed, or is over. */
    void end() {
        if (again != null) {
            again.cancel(false);
            again = null;
        }
    }

    /** Runs it when no request is on its way: at once, but for the moment after a cancellation. */
    void whenNoticed(Runnable next) {
        if (last.isDone()) {
            next.run();
        } else {
            last.thenRunAsync(next, loop);
        }
    }
}
