package io.heliosdb.compat.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Does several things at the same time. */
public final class SideBySide {

    private SideBySide() {}

    /** One of the things to do. */
    @FunctionalInterface
    public interface Task<T, R> {
        R apply(T item) throws InterruptedException;
    }

    /**
     * Does {@code task} for each item and returns when all are done.
     *
     * @param jobs how many are done at the same time; they begin in the order of the items
     * @return what came of each, in the order of the items
     * @throws InterruptedException where this thread was interrupted; those that still run are interrupted too
     */
    public static <T, R> List<R> each(int jobs, List<T> items, Task<T, R> task) throws InterruptedException {
        AtomicInteger number = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(jobs, items.size())), work -> {
            Thread thread = new Thread(work, "lab-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Callable<R>> work = new ArrayList<>();
            for (T item : items) {
                work.add(() -> task.apply(item));
            }
            List<R> results = new ArrayList<>();
            for (Future<R> each : pool.invokeAll(work)) {
                results.add(each.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }
}
