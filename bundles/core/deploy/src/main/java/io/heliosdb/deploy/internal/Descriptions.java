package io.heliosdb.deploy.internal;

import io.heliosdb.spi.operation.DeployedBundle;
import io.heliosdb.spi.operation.DeployedBundle.ProbeOutcome;
import io.heliosdb.spi.operation.Deployment;
import io.heliosdb.spi.operation.DeploymentState;
import java.time.Instant;
import java.util.List;
import org.osgi.framework.Bundle;

/** Bundles as an operator reads them. */
final class Descriptions {
    /** Of a bundle's services, the state that comes first here is the bundle's. */
    private static final List<DeploymentState> BY_WEIGHT = List.of(
            DeploymentState.SERVING,
            DeploymentState.CANARY,
            DeploymentState.DRAINING,
            DeploymentState.STANDBY,
            DeploymentState.PROBING,
            DeploymentState.HELD,
            DeploymentState.REFUSED);

    private Descriptions() {}

    /** One that was deployed. */
    static DeployedBundle of(Artifact artifact, List<Deployment> services) {
        return new DeployedBundle(
                artifact.bundle().map(Bundle::getBundleId).orElse(-1L),
                artifact.file(),
                artifact.bundle().map(Bundle::getSymbolicName).orElse(""),
                artifact.bundle().map(bundle -> bundle.getVersion().toString()).orElse(""),
                artifact.state(),
                artifact.reason(),
                services,
                artifact.probes(),
                artifact.since());
    }

    /** One that came with the program; out of service where it is stopped, because something newer serves. */
    static DeployedBundle of(Bundle bundle, List<Deployment> services) {
        return new DeployedBundle(
                bundle.getBundleId(),
                "",
                bundle.getSymbolicName(),
                bundle.getVersion().toString(),
                BY_WEIGHT.stream()
                        .filter(state -> services.stream().anyMatch(service -> service.state() == state))
                        .findFirst()
                        .orElse(DeploymentState.STANDBY),
                "",
                services,
                List.of(),
                Instant.ofEpochMilli(bundle.getLastModified()));
    }

    static DeployedBundle with(DeployedBundle bundle, List<ProbeOutcome> probes) {
        return new DeployedBundle(
                bundle.id(),
                bundle.file(),
                bundle.symbolicName(),
                bundle.version(),
                bundle.state(),
                bundle.reason(),
                bundle.services(),
                probes,
                bundle.since());
    }
}
