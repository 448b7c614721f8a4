package io.heliosdb.mysql.protocol.internal.type;

import io.heliosdb.mysql.protocol.internal.message.LengthEncoded;
import io.netty.buffer.ByteBuf;

/** Octets as they are: binary strings, and text for clients that read UTF-8. */
enum BytesCodec implements ColumnCodec {
    INSTANCE;

    @Override
    public void text(ByteBuf body, int offset, int length, ByteBuf out) {
        out.writeBytes(body, offset, length);
    }

    @Override
    public void textWithLength(ByteBuf body, int offset, int length, ByteBuf out) {
        LengthEncoded.writeInteger(out, length);
        out.writeBytes(body, offset, length);
    }

    @Override
    public void binary(ByteBuf body, int offset, int length, ByteBuf out) {
        textWithLength(body, offset, length, out);
    }
}
