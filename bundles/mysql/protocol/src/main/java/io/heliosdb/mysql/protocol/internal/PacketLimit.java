package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.spi.protocol.Client;

/** {@code max_allowed_packet}: octets of a message at most, after the login. */
final class PacketLimit {
    /** MySQL's own default. */
    private static final int DEFAULT = 64 * 1024 * 1024;

    private PacketLimit() {}

    /** MySQL's default, or less where the server takes less. */
    static int of(Client client) {
        return Math.min(client.limits().messageBytes(), DEFAULT);
    }
}
