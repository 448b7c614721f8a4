package io.heliosdb.mysql.protocol.internal.message;

import io.netty.buffer.ByteBuf;

/**
 * Asks for TLS: the beginning of a HandshakeResponse41 and no more (manual, "Protocol::SSLRequest").
 *
 * @param capabilities as the client says
 */
public record SslRequest(int capabilities) implements ClientMessage {
    /** Octets of the message. */
    public static final int BYTES = 32;

    /** Whether a client's first message is this one. */
    public static boolean is(ByteBuf payload) {
        return payload.readableBytes() == BYTES
                && Capability.has(payload.getIntLE(payload.readerIndex()), Capability.SSL);
    }

    public static SslRequest decode(ByteBuf payload) {
        return new SslRequest(payload.readIntLE());
    }
}
