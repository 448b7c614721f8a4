package io.heliosdb.spi.auth;

import org.osgi.annotation.versioning.ProviderType;

/** The user store as the server reads it. Lookups are in memory and do not block. */
@ProviderType
public interface Identity {
    /** Never null: an unknown name gets a login that cannot succeed. */
    Login login(String user);
}
