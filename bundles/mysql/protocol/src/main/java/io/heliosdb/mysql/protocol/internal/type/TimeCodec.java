package io.heliosdb.mysql.protocol.internal.type;

import io.heliosdb.spi.type.AsciiDigits;
import io.heliosdb.spi.type.CivilTime;
import io.heliosdb.spi.type.IntervalCell;
import io.heliosdb.spi.type.TypeOid;
import io.netty.buffer.ByteBuf;

/**
 * TIME, which is a span of up to 838 hours in either direction.
 *
 * @param engineType interval or time
 * @param digits of the fraction, or {@link TemporalText#ANY_FRACTION}
 */
record TimeCodec(int engineType, int digits) implements ColumnCodec {
    /** 838:59:59, where MySQL ends. */
    private static final long LONGEST = ((838 * 60 + 59) * 60 + 59) * CivilTime.MICROS_PER_SECOND;

    private static final int TIME_BYTES = 8;
    private static final int LONG_BYTES = 12;

    @Override
    public void text(ByteBuf body, int offset, int length, ByteBuf out) {
        long micros = read(body, offset);
        if (micros < 0) {
            out.writeByte('-');
        }
        long seconds = Math.abs(micros) / CivilTime.MICROS_PER_SECOND;
        long hours = seconds / 3600;
        AsciiDigits.writePadded(out, hours, Math.max(2, AsciiDigits.count(hours)));
        TemporalText.minuteAndSecond((int) (seconds / 60 % 60), (int) (seconds % 60), fraction(micros), digits, out);
    }

    @Override
    public void binary(ByteBuf body, int offset, int length, ByteBuf out) {
        long micros = read(body, offset);
        if (micros == 0) {
            out.writeByte(0);
            return;
        }
        int fraction = fraction(micros);
        long seconds = Math.abs(micros) / CivilTime.MICROS_PER_SECOND;
        out.writeByte(fraction == 0 ? TIME_BYTES : LONG_BYTES)
                .writeByte(micros < 0 ? 1 : 0)
                .writeIntLE((int) (seconds / 86_400))
                .writeByte((int) (seconds / 3600 % 24))
                .writeByte((int) (seconds / 60 % 60))
                .writeByte((int) (seconds % 60));
        if (fraction != 0) {
            out.writeIntLE(fraction);
        }
    }

    private static int fraction(long micros) {
        return (int) (Math.abs(micros) % CivilTime.MICROS_PER_SECOND);
    }

    private long read(ByteBuf body, int offset) {
        long micros = engineType == TypeOid.INTERVAL ? IntervalCell.totalMicros(body, offset) : body.getLong(offset);
        return Math.max(-LONGEST, Math.min(LONGEST, micros));
    }
}
