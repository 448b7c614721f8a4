package io.heliosdb.mysql.protocol.internal.type;

import io.heliosdb.spi.type.AsciiDigits;
import io.netty.buffer.ByteBuf;

/** YEAR: always four digits. */
enum YearCodec implements ColumnCodec {
    INSTANCE;

    private static final int DIGITS = 4;

    @Override
    public void text(ByteBuf body, int offset, int length, ByteBuf out) {
        AsciiDigits.writePadded(out, body.getShort(offset), DIGITS);
    }

    @Override
    public void binary(ByteBuf body, int offset, int length, ByteBuf out) {
        out.writeShortLE(body.getShort(offset));
    }
}
