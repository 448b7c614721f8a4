package io.heliosdb.mysql.protocol.internal.type;

import io.heliosdb.spi.type.CivilTime;
import io.netty.buffer.ByteBuf;

/** DATE. */
final class DateCodec implements ColumnCodec {
    private static final int BINARY_BYTES = 4;

    private final CivilTime civil = new CivilTime();

    @Override
    public void text(ByteBuf body, int offset, int length, ByteBuf out) {
        civil.setDate(body.getInt(offset));
        TemporalText.date(civil, out);
    }

    @Override
    public void binary(ByteBuf body, int offset, int length, ByteBuf out) {
        civil.setDate(body.getInt(offset));
        out.writeByte(BINARY_BYTES);
        TemporalText.binaryDate(civil, out);
    }
}
