package io.heliosdb.spi.auth;

import java.util.Objects;
import java.util.Optional;

/**
 * The channel that a login goes over.
 *
 * @param binding what the channel is bound to, if it is inside TLS and the client was offered a mechanism that binds
 * @param encrypted whether nobody in between can read: a mechanism may take a clear-text password here only
 * @param challenge the random octets that the protocol showed the client before its name was known, empty where the
 *     mechanism makes its own; not changed by anybody
 */
public record LoginChannel(Optional<ChannelBinding> binding, boolean encrypted, byte[] challenge) {
    private static final byte[] NONE = {};

    public LoginChannel {
        Objects.requireNonNull(binding, "binding");
        Objects.requireNonNull(challenge, "challenge");
    }

    /** For a protocol whose mechanisms say everything themselves. */
    public LoginChannel(Optional<ChannelBinding> binding, boolean encrypted) {
        this(binding, encrypted, NONE);
    }
}
