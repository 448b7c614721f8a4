package io.heliosdb.spi.auth;

import org.osgi.annotation.versioning.ProviderType;

/** The user store as the server reads it. Lookups are in memory and do not block. */
@ProviderType
public interface Identity {
    /** Never null: an unknown name gets a login that cannot succeed. */
    Login login(String user);

    /**
     * Stores a verifier that a mechanism, deployed after the password was set, derived from the clear text of a login that
     * succeeded. Blocks on the disk: not for an event loop.
     *
     * @param login as {@link #login} gave it to the exchange that succeeded
     * @param kind {@link AuthMechanism#verifierKind()}
     * @return false where nothing was stored, because the user is gone or has another password since
     * @throws io.heliosdb.spi.error.HeliosException 58030 where the store cannot be written
     */
    boolean remember(Login login, String kind, String verifier);
}
