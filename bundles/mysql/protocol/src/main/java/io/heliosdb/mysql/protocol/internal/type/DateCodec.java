package io.heliosdb.mysql.protocol.internal.type;

import io.heliosdb.spi.type.CivilTime;
import io.netty.buffer.ByteBuf;

/** DATE. */
final class DateCodec implements ColumnCodec {
    private static final int BINARY_BYTES = 4;

    private final CivilTime civil = new CivilTime();

    @Override
    public void text(ByteBuf body, int offset, int length, ByteBuf out) {
        int days = body.getInt(offset);
        if (days == TemporalText.ZERO_DATE) {
            TemporalText.zeroDate(out);
            return;
        }
        civil.setDate(days);
        TemporalText.date(civil, out);
    }

    @Override
    public void binary(ByteBuf body, int offset, int length, ByteBuf out) {
        int days = body.getInt(offset);
        if (days == TemporalText.ZERO_DATE) {
            out.writeByte(0);
            return;
        }
        civil.setDate(days);
        out.writeByte(BINARY_BYTES);
        TemporalText.binaryDate(civil, out);
    }
}
