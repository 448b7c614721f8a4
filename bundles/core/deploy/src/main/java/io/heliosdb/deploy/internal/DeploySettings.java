package io.heliosdb.deploy.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How bundles come into service.
 *
 * @param requireSignature whether a jar must be signed
 * @param certificates PEM file of those whose signature counts
 * @param probes whether probes are asked
 * @param probeLimit for all probes of a bundle together
 * @param drain how long users may take to finish
 * @param canaryShare percent, 0 to 99; 0 for no canary
 * @param canaryTime how long it stays one
 * @param canaryErrors percent points
 */
record DeploySettings(
        boolean requireSignature,
        Optional<Path> certificates,
        boolean probes,
        Duration probeLimit,
        Duration drain,
        int canaryShare,
        Duration canaryTime,
        int canaryErrors) {
    DeploySettings {
        Objects.requireNonNull(certificates, "certificates");
        Objects.requireNonNull(probeLimit, "probeLimit");
        Objects.requireNonNull(drain, "drain");
        Objects.requireNonNull(canaryTime, "canaryTime");
    }

    /** How a version begins where nobody says otherwise; empty where it gets all at once. */
    Optional<Canary> canary() {
        return canaryShare > 0 ? Optional.of(new Canary(canaryShare, canaryTime)) : Optional.empty();
    }
}
