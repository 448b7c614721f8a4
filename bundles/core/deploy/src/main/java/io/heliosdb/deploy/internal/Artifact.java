package io.heliosdb.deploy.internal;

import io.heliosdb.spi.operation.DeployedBundle.ProbeOutcome;
import io.heliosdb.spi.operation.DeploymentState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.Bundle;

/**
 * One content of one file of the deploy folder, from its arrival until its bundle is gone. A file that changes is another
 * one. Safe for threads; what depends on several of its values is done under the deployer's lock.
 */
final class Artifact {
    private final String file;
    private final String digest;
    private final boolean forced;
    private final Optional<Canary> canary;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private volatile Optional<Bundle> bundle = Optional.empty();
    private volatile DeploymentState state = DeploymentState.HELD;
    private volatile String reason = "";
    private volatile List<ProbeOutcome> probes = List.of();
    private volatile Instant since = Instant.now();
    private volatile Optional<Instant> canaryEnds = Optional.empty();
    private volatile boolean removed;

    /**
     * @param file name in the deploy folder
     * @param digest of its content
     * @param forced whether its probes are not asked
     * @param canary how it is to begin; empty for the way of the configuration
     */
    Artifact(String file, String digest, boolean forced, Optional<Canary> canary) {
        this.file = file;
        this.digest = digest;
        this.forced = forced;
        this.canary = canary;
    }

    String file() {
        return file;
    }

    String digest() {
        return digest;
    }

    boolean forced() {
        return forced;
    }

    Optional<Canary> canary() {
        return canary;
    }

    /** Complete when its services are there, or will not come. */
    CompletableFuture<Void> started() {
        return started;
    }

    /** Complete when it serves, stands by or is refused. */
    CompletableFuture<Void> settled() {
        return settled;
    }

    Optional<Bundle> bundle() {
        return bundle;
    }

    void bundle(Bundle installed) {
        bundle = Optional.of(installed);
    }

    DeploymentState state() {
        return state;
    }

    String reason() {
        return reason;
    }

    Instant since() {
        return since;
    }

    /** @param why empty unless it is refused */
    void state(DeploymentState next, String why) {
        if (next != state) {
            since = Instant.now();
        }
        state = next;
        reason = why;
        canaryEnds = Optional.empty();
    }

    List<ProbeOutcome> probes() {
        return probes;
    }

    void probes(List<ProbeOutcome> outcomes) {
        probes = List.copyOf(outcomes);
    }

    /** When a canary gets all; empty for one that stays a canary, and for what is none. */
    Optional<Instant> canaryEnds() {
        return canaryEnds;
    }

    void canaryEnds(Instant end) {
        canaryEnds = Optional.of(end);
    }

    /** Whether its file was taken away or holds something else: it drains, and does not come back. */
    boolean removed() {
        return removed;
    }

    void remove() {
        removed = true;
    }
}
