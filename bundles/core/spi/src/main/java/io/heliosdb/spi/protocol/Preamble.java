package io.heliosdb.spi.protocol;

import io.netty.buffer.ByteBuf;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of a connection before its protocol is: the first bytes, in clear even where they came through TLS, and
 * the application protocol that TLS agreed on.
 *
 * @param bytes everything received so far, from the first byte on; read by absolute index, never consumed or kept
 * @param encrypted whether the bytes came through TLS that the gateway ended
 * @param alpn the application protocol agreed in the TLS handshake (RFC 7301)
 */
public record Preamble(ByteBuf bytes, boolean encrypted, Optional<String> alpn) {
    public Preamble {
        Objects.requireNonNull(bytes, "bytes");
        Objects.requireNonNull(alpn, "alpn");
    }
}
