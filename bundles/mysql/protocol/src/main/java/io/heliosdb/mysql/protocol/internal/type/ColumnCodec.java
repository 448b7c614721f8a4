package io.heliosdb.mysql.protocol.internal.type;

import io.heliosdb.mysql.protocol.internal.message.LengthEncoded;
import io.netty.buffer.ByteBuf;

/** Writes the cells of one column of a result, which are not NULL, from the engine's binary form. */
public interface ColumnCodec {
    /** The value as text, without its length. */
    void text(ByteBuf body, int offset, int length, ByteBuf out);

    /** The value as a binary row has it; as text with its length for most types (manual, "Binary Protocol Value"). */
    default void binary(ByteBuf body, int offset, int length, ByteBuf out) {
        int start = LengthEncoded.begin(out);
        text(body, offset, length, out);
        LengthEncoded.end(out, start);
    }

    /** The value as a text row has it: with its length. */
    default void textWithLength(ByteBuf body, int offset, int length, ByteBuf out) {
        int start = LengthEncoded.begin(out);
        text(body, offset, length, out);
        LengthEncoded.end(out, start);
    }
}
