package io.heliosdb.mysql.protocol.internal.message;

import io.netty.buffer.ByteBuf;

/** The answer to COM_STATISTICS: a text without any header (manual, "COM_STATISTICS"). */
public record StatisticsText(String text) implements ServerMessage {
    @Override
    public String name() {
        return "statistics";
    }

    @Override
    public void encode(ByteBuf out, Negotiated negotiated) {
        out.writeBytes(negotiated.results().encode(text));
    }
}
