package io.heliosdb.mysql.protocol.internal.type;

import io.heliosdb.spi.type.NumericCell;
import io.netty.buffer.ByteBuf;

/** DECIMAL: text with all digits of its scale, in binary rows too. */
enum DecimalCodec implements ColumnCodec {
    INSTANCE;

    @Override
    public void text(ByteBuf body, int offset, int length, ByteBuf out) {
        NumericCell.writeText(body, offset, length, out);
    }
}
