package io.heliosdb.spi.operation;

import io.heliosdb.spi.protocol.Protocol;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The versions of protocols, auth mechanisms and dialects side by side, and who of them gets users. A new connection takes
 * the newest admitted protocol and keeps it; a login takes the newest admitted mechanism; a session takes the newest
 * admitted dialect when it begins. Safe for threads.
 */
@ProviderType
public interface Deployments {
    /** Services of a bundle whose location begins so have no users before they are admitted. */
    String HELD_LOCATION = "heliosdb-deploy:";

    /** Everything that is registered, by kind, name, and the newest first. */
    List<Deployment> list();

    /**
     * Gives a version users: a share of the new ones, or all.
     *
     * @param id {@link Deployment#id}; one that is gone is passed over
     * @param share percent, 1 to 100; with less than 100 it is a canary, whatever its version
     */
    void admit(long id, int share);

    /**
     * Takes away a version's new users and says why; those that it has it keeps.
     *
     * @param state {@link DeploymentState#HELD}, {@link DeploymentState#PROBING} or {@link DeploymentState#REFUSED}
     */
    void withhold(long id, DeploymentState state, String reason);

    /**
     * Ends a version: it gets no new users, and those that it has may finish until the deadline, when they are ended by
     * their protocol's own shutdown error (57P01, 1053). A later {@link #admit} calls it off.
     *
     * @return completes when it has no users; cancelled when it is called off
     */
    CompletionStage<Void> drain(long id, Duration deadline);

    /**
     * Opens a port on loopback whose connections use these deployments instead of those that serve; and, of what nobody
     * serves, what may come to serve. Where all of them are mechanisms, no other mechanism is offered. Everything else is as
     * everywhere.
     *
     * @param protocolName {@link Protocol#name()} of the one that the port speaks
     */
    CompletionStage<Trial> trial(String protocolName, Collection<Long> ids);

    /** A private port; closed with everything on it. */
    interface Trial extends AutoCloseable {
        int port();

        @Override
        void close();
    }
}
