package io.heliosdb.mysql.protocol.internal.message;

import io.netty.buffer.ByteBuf;

/** Asks the client for the content of a file of its own (manual, "LOCAL INFILE Request"). */
public record LocalInfileRequest(String fileName) implements ServerMessage {
    private static final int HEADER = 0xfb;

    @Override
    public String name() {
        return "LOCAL INFILE request";
    }

    @Override
    public void encode(ByteBuf out, Negotiated negotiated) {
        out.writeByte(HEADER).writeBytes(negotiated.results().encode(fileName));
    }
}
