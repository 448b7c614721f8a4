package io.heliosdb.spi.operation;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A bundle that was deployed, or came with the program and brings a protocol, an auth mechanism or a dialect.
 *
 * @param id the container's number of it; -1 where it never became a bundle
 * @param file name in the deploy folder; empty where it came with the program
 * @param symbolicName empty where it could not be read
 * @param version empty where it could not be read
 * @param state of its services together: the one that matters most to whoever deployed it
 * @param reason why it is refused; empty otherwise
 * @param services what it brings
 * @param probes what its probes said, in their order; empty where none ran
 * @param since when it came into this state
 */
public record DeployedBundle(
        long id,
        String file,
        String symbolicName,
        String version,
        DeploymentState state,
        String reason,
        List<Deployment> services,
        List<ProbeOutcome> probes,
        Instant since) {
    public DeployedBundle {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(symbolicName, "symbolicName");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(reason, "reason");
        services = List.copyOf(services);
        probes = List.copyOf(probes);
        Objects.requireNonNull(since, "since");
    }

    /**
     * What came of one case of a probe.
     *
     * @param probe name of the file, without its folder
     * @param name of the case
     * @param title what it checks, in a sentence
     * @param verdict {@code passed}, {@code failed}, {@code error} or {@code skipped}
     * @param message why it did not pass; empty where it did
     * @param seconds that it took
     */
    public record ProbeOutcome(
            String probe, String name, String title, String verdict, String message, double seconds) {}
}
