package io.heliosdb.mysql.auth.sha2.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that hash and decrypt, so that no event loop has to. */
public final class Workers {
    private static final int IDLE_SECONDS = 10;

    private Workers() {}

    /**
     * Half as many threads as there are cores: a storm of logins leaves the other half to the statements. What waits is
     * bounded by the connections, each of which has one step under way. The threads go when there is nothing to do, so
     * that a bundle that was replaced finishes the logins that it began, and then is gone.
     */
    public static Executor start() {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Workers::thread);
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "heliosdb-caching-sha2");
        thread.setDaemon(true);
        return thread;
    }
}
