package io.heliosdb.spi.protocol;

/**
 * Bounds that a protocol keeps on a connection's behalf.
 *
 * @param preLoginBytes most bytes that a client may send before it is logged in
 * @param messageBytes longest single message after login, its length field included
 */
public record ClientLimits(int preLoginBytes, int messageBytes) {
    public ClientLimits {
        if (preLoginBytes < 1 || messageBytes < 1) {
            throw new IllegalArgumentException(
                    "preLoginBytes: " + preLoginBytes + ", messageBytes: " + messageBytes + " (expected: > 0)");
        }
    }
}
