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
     * 32 octets that are the same for the same name on every attempt and unpredictable to others: a mechanism makes from
     * them the salt that it shows for a user who does not exist.
     */
    byte[] decoySeed();
}
