package io.heliosdb.spi.operation;

import java.util.Objects;

/**
 * One version of a protocol, an auth mechanism or a dialect, as of one moment.
 *
 * @param id the service's number ({@code service.id}) since the server started
 * @param kind what it is
 * @param name by which it is asked for: {@code postgresql}, {@code SCRAM-SHA-256}
 * @param version of the implementation
 * @param bundleId the number of the bundle that brings it
 * @param state how far it has come
 * @param reason why it is refused; empty otherwise
 * @param share percent of the new connections that it gets, 0 to 100
 * @param users connections that use it now (a mechanism: those that log in by it)
 * @param statements that its users ran since it came; for protocols and dialects
 * @param errors that its users were told since it came, and sessions that a defect ended
 */
public record Deployment(
        long id,
        ServiceKind kind,
        String name,
        String version,
        long bundleId,
        DeploymentState state,
        String reason,
        int share,
        int users,
        long statements,
        long errors) {
    public Deployment {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(reason, "reason");
    }
}
