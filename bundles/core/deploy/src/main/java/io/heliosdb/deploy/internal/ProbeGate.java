package io.heliosdb.deploy.internal;

import io.heliosdb.spi.operation.DeployedBundle.ProbeOutcome;
import io.heliosdb.spi.operation.Deployment;
import io.heliosdb.spi.operation.ServiceKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;

/** Whether a bundle's probes let it serve. Blocks: for a thread of its own. */
final class ProbeGate {
    private static final String PASSED = "passed";
    private static final String SKIPPED = "skipped";

    private final Starter starter;
    private final Prober prober;
    private final Verdicts verdicts;

    ProbeGate(Starter starter, Prober prober, Verdicts verdicts) {
        this.starter = starter;
        this.prober = prober;
        this.verdicts = verdicts;
    }

    /** Whether its probes were green here already. */
    boolean isOpen(Artifact artifact) {
        return verdicts.isGreen(artifact.digest());
    }

    /**
     * Asks all of its probes, and remembers for the next start whether they were green.
     *
     * @throws RefusedException where one is red, all were skipped, or they cannot be run
     */
    void ask(Artifact artifact, Bundle bundle, Duration limit) throws RefusedException {
        List<ProbeOutcome> outcomes = run(artifact, bundle, limit);
        if (outcomes.isEmpty()) {
            DeployLog.LOG.warn("{}: no probe says whether it serves", artifact.file());
            return;
        }
        Optional<String> red = red(outcomes);
        if (red.isPresent()) {
            verdicts.notGreen(artifact.digest());
            throw new RefusedException(red.get());
        }
        verdicts.green(artifact.digest());
        DeployLog.LOG.info("{}: {} probes are green", artifact.file(), outcomes.size());
    }

    /** Runs all of its probes, whatever they say. */
    List<ProbeOutcome> run(Artifact artifact, Bundle bundle, Duration limit) throws RefusedException {
        List<Deployment> services = starter.services(bundle);
        List<ProbeOutcome> outcomes = prober.run(
                bundle,
                services.stream().map(Deployment::id).toList(),
                services.stream()
                        .filter(service -> service.kind() == ServiceKind.PROTOCOL)
                        .map(Deployment::name)
                        .toList(),
                limit);
        artifact.probes(outcomes);
        return outcomes;
    }

    private static Optional<String> red(List<ProbeOutcome> outcomes) {
        List<ProbeOutcome> red = outcomes.stream()
                .filter(outcome ->
                        !outcome.verdict().equals(PASSED) && !outcome.verdict().equals(SKIPPED))
                .toList();
        if (red.isEmpty()) {
            return outcomes.stream().allMatch(outcome -> outcome.verdict().equals(SKIPPED))
                    ? Optional.of("its probes were all skipped")
                    : Optional.empty();
        }
        ProbeOutcome first = red.get(0);
        String others = red.size() == 1 ? "" : " and " + (red.size() - 1) + " more";
        return Optional.of("probe " + first.probe() + " " + first.name() + ": " + first.message() + others);
    }
}
