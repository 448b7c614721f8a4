package io.heliosdb.mysql.protocol.internal.message;

import io.netty.buffer.ByteBuf;

/**
 * Begins a result set (manual, "Text Resultset").
 *
 * @param columns how many there are
 * @param metadata whether their definitions follow
 */
public record ColumnCount(int columns, boolean metadata) implements ServerMessage {
    @Override
    public String name() {
        return "column count";
    }

    @Override
    public void encode(ByteBuf out, Negotiated negotiated) {
        if (negotiated.has(Capability.OPTIONAL_RESULTSET_METADATA)) {
            out.writeByte(metadata ? 1 : 0);
        }
        LengthEncoded.writeInteger(out, columns);
    }
}
