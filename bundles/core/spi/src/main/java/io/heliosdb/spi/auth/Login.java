package io.heliosdb.spi.auth;

import io.heliosdb.spi.engine.Role;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What the user store knows of a name that wants to log in. A name that it does not know has one too. */
@ProviderType
public interface Login {
    String user();

    /** The stored verifier of that kind; empty for an unknown user and for a user that has none of this kind. */
    Optional<String> verifier(String kind);

    /** The role under which the user's statements run; empty for an unknown user. */
    Optional<Role> role();

    /**
     * Checks a clear-text password that the client showed, on a channel that nobody else can read. Every mechanism that is
     * deployed is asked, by the verifier that the user has of its kind: a user whose password was set before a mechanism
     * came can log in by that too, and has its verifier from then on. An unknown user costs the same. Takes milliseconds a
     * mechanism, and may write to the disk: not for an event loop.
     *
     * @param password the caller wipes it
     * @param asking the mechanism by which the client logs in; asked for its own kind of verifier
     */
    boolean proves(char[] password, AuthMechanism asking);

    /**
     * Checks a clear-text password as {@link #proves(char[], AuthMechanism)} does, for a protocol whose clients show it in a
     * message of the protocol itself and by no mechanism (Redis: AUTH). Where no mechanism is deployed it is nobody's.
     *
     * @param password the caller wipes it
     */
    boolean proves(char[] password);

    /**
     * 32 octets that are the same for the same name on every attempt and unpredictable to others: a mechanism makes from
     * them the salt that it shows for a user who does not exist.
     */
    byte[] decoySeed();
}
