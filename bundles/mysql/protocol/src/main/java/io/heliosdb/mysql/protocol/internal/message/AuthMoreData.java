package io.heliosdb.mysql.protocol.internal.message;

import io.netty.buffer.ByteBuf;

/** An authentication method's own words (manual, "Protocol::AuthMoreData"). */
public record AuthMoreData(byte[] data) implements ServerMessage {
    private static final int HEADER = 1;

    @Override
    public String name() {
        return "AuthMoreData";
    }

    @Override
    public void encode(ByteBuf out, Negotiated negotiated) {
        out.writeByte(HEADER).writeBytes(data);
    }
}
