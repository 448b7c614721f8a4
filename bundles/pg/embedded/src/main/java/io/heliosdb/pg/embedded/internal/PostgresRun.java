package io.heliosdb.pg.embedded.internal;

import io.heliosdb.pg.embedded.PostgresExit;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** One run of the server, from the moment it answered. */
public final class PostgresRun {

    private final Postmaster postmaster;
    private final String serverVersion;
    private final CompletionStage<PostgresExit> onExit;
    private final long begin = System.nanoTime();
    private volatile boolean stopRequested;

    PostgresRun(Postmaster postmaster, String serverVersion) {
        this.postmaster = postmaster;
        this.serverVersion = serverVersion;
        this.onExit = postmaster.onExit().thenApply(this::exit);
    }

    private PostgresExit exit(int status) {
        return new PostgresExit(postmaster.pid(), status, stopRequested, reason(status));
    }

    private String reason(int status) {
        if (stopRequested) {
            return "stopped";
        }
        try {
            return postmaster.reasonOfEnd();
        } catch (IOException e) {
            return "status " + status;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "status " + status;
        }
    }

    public long pid() {
        return postmaster.pid();
    }

    public String serverVersion() {
        return serverVersion;
    }

    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    public CompletionStage<PostgresExit> onExit() {
        return onExit;
    }

    void stop(Duration limit) throws InterruptedException {
        stopRequested = true;
        postmaster.stop(limit);
    }
}
