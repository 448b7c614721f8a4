package io.heliosdb.pg.wire.message;

import io.netty.buffer.ByteBuf;

/** SSLRequest: asks for TLS. Answered by one octet, {@code S} or {@code N}. */
public record SslRequest() implements InitialMessage {
    @Override
    public void encode(ByteBuf out) {
        out.writeInt(MIN_LENGTH).writeInt(SSL_REQUEST_CODE);
    }
}
