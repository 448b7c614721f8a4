package io.heliosdb.deploy.internal;

import io.heliosdb.spi.operation.BundleDeployer;
import io.heliosdb.spi.operation.Deployment;
import io.heliosdb.spi.operation.Deployments;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** How bundles leave: their users first, then they. */
final class Retirement {
    /** What a session does after its last word, its bundle's classes are there for. */
    private static final long AFTERMATH_MILLIS = 500;

    private final BundleContext context;
    private final Deployments deployments;
    private final Starter starter;
    private final ExecutorService workers;

    /** Bundles of the program that are stopped because something newer serves. */
    private final Set<Bundle> stopped = ConcurrentHashMap.newKeySet();

    Retirement(BundleContext context, Deployments deployments, Starter starter, ExecutorService workers) {
        this.context = context;
        this.deployments = deployments;
        this.starter = starter;
        this.workers = workers;
    }

    Optional<Bundle> bundle(long id) {
        return Optional.ofNullable(context.getBundle(id));
    }

    /** The bundles that came with the program and can be replaced. */
    List<Bundle> packaged() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> !bundle.getLocation().startsWith(Deployments.HELD_LOCATION))
                .filter(bundle -> !Provided.by(bundle).isEmpty())
                .toList();
    }

    /** Lets the users of a bundle's services finish. */
    CompletableFuture<Void> drain(Bundle bundle, Duration limit) {
        return CompletableFuture.allOf(starter.services(bundle).stream()
                .map(Deployment::id)
                .map(id -> deployments.drain(id, limit).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /** Drains a bundle and takes it out of the container. */
    void of(Bundle bundle, Duration limit, Runnable gone) {
        drain(bundle, limit)
                .thenRunAsync(
                        () -> {
                            starter.uninstall(bundle);
                            gone.run();
                        },
                        afterwards());
    }

    /** Drains a bundle that came with the program and stops it, until it is needed again or the server starts again. */
    CompletableFuture<Void> ofPackaged(Bundle bundle, Duration limit) {
        stopped.add(bundle);
        return drain(bundle, limit)
                .thenRunAsync(
                        () -> {
                            if (stopped.contains(bundle)) {
                                stop(bundle);
                            }
                        },
                        afterwards());
    }

    /** A bundle goes: what came with the program and had made room for it serves again. */
    void bringBackWhatItReplaced(Bundle going) {
        List<Provided> provided = Provided.by(going);
        for (Bundle bundle : List.copyOf(stopped)) {
            if (Provided.by(bundle).stream().anyMatch(provided::contains) && stopped.remove(bundle)) {
                try {
                    bundle.start(Bundle.START_TRANSIENT);
                    // One that was still draining is there already.
                    starter.services(bundle).forEach(service -> deployments.admit(service.id(), BundleDeployer.ALL));
                    DeployLog.LOG.info("{} {} serves again", bundle.getSymbolicName(), bundle.getVersion());
                } catch (BundleException e) {
                    DeployLog.LOG.error("{} cannot be started again", bundle.getSymbolicName(), e);
                }
            }
        }
    }

    private void stop(Bundle bundle) {
        try {
            bundle.stop(Bundle.STOP_TRANSIENT);
            DeployLog.LOG.info("{} {} is stopped", bundle.getSymbolicName(), bundle.getVersion());
        } catch (BundleException | IllegalStateException e) {
            DeployLog.LOG.warn("{} cannot be stopped", bundle.getSymbolicName(), e);
        }
    }

    private Executor afterwards() {
        return CompletableFuture.delayedExecutor(AFTERMATH_MILLIS, TimeUnit.MILLISECONDS, workers);
    }
}
