package io.heliosdb.pg.wire.message;

import io.netty.buffer.ByteBuf;

/** GSSENCRequest: asks for GSSAPI encryption. Answered by one octet, {@code G} or {@code N}. */
public record GssEncRequest() implements InitialMessage {
    @Override
    public void encode(ByteBuf out) {
        out.writeInt(MIN_LENGTH).writeInt(GSS_ENC_REQUEST_CODE);
    }
}
