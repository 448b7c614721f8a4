package io.heliosdb.spi.auth;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * An authentication mechanism. One instance serves every login, from many event loops at once. Registered as an OSGi
 * service with {@link ProvidesAuthMechanism}.
 */
@ConsumerType
public interface AuthMechanism {
    /** The mechanism's registered name: {@code SCRAM-SHA-256}, {@code caching_sha2_password}. */
    String name();

    /** The kind of verifier that it needs; mechanisms may share one ({@code scram-sha-256}). */
    String verifierKind();

    /** Whether it can only run on a channel that offers a binding. */
    default boolean needsChannelBinding() {
        return false;
    }

    /**
     * Derives the verifier to store for a password. Takes milliseconds by design: not for an event loop.
     *
     * @param password clear text; the caller wipes it
     * @throws io.heliosdb.spi.error.HeliosException 28P01 where the mechanism cannot carry this password
     */
    String derive(char[] password);

    /**
     * Whether a stored verifier is that of a clear-text password. Takes what {@link #derive} takes, whatever the answer: not
     * for an event loop. Compares in constant time.
     *
     * @param verifier of {@link #verifierKind()}; a damaged one is no password's
     * @param password clear text, of any kind; the caller wipes it
     */
    boolean verify(String verifier, char[] password);

    /**
     * Begins an exchange. For a login without a verifier the exchange runs to its end at the same cost and fails as a
     * wrong password does.
     *
     * @param channel has a binding always for a mechanism that needs one
     */
    Exchange begin(Login login, LoginChannel channel);
}
