package io.heliosdb.deploy.internal;

import io.heliosdb.spi.operation.Deployment;
import io.heliosdb.spi.operation.DeploymentState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * When a canary is taken back: when its users are told clearly more errors per statement than those of the version that it is
 * to replace.
 *
 * @param points percent points that it may be above
 */
record CanaryRule(int points) {
    /** Statements and errors together from which a share says something. */
    static final int ENOUGH = 20;

    private static final double PERCENT = 100;

    /** Why the canary is to go, if it is. */
    Optional<String> breach(List<Deployment> canary, List<Deployment> all) {
        return canary.stream().flatMap(each -> breach(each, all).stream()).findFirst();
    }

    private Optional<String> breach(Deployment canary, List<Deployment> all) {
        if (canary.statements() + canary.errors() < ENOUGH) {
            return Optional.empty();
        }
        double usual = all.stream()
                .filter(other -> other.kind() == canary.kind()
                        && other.name().equals(canary.name())
                        && other.state() == DeploymentState.SERVING)
                .mapToDouble(CanaryRule::errorPercent)
                .findFirst()
                .orElse(0);
        double now = errorPercent(canary);
        return now > usual + points
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "canary: %.1f errors per 100 statements of %s %s, %.1f of the version before",
                        now,
                        canary.kind().word(),
                        canary.name(),
                        usual))
                : Optional.empty();
    }

    private static double errorPercent(Deployment deployment) {
        return deployment.errors() * PERCENT / Math.max(1, deployment.statements());
    }
}
