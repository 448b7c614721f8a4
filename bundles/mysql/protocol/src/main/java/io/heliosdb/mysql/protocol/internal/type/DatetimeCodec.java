package io.heliosdb.mysql.protocol.internal.type;

import io.heliosdb.spi.type.AsciiDigits;
import io.heliosdb.spi.type.CivilTime;
import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;

/** DATETIME, and TIMESTAMP in the time zone of the session. */
final class DatetimeCodec implements ColumnCodec {
    private static final int SHORT_BYTES = 4;
    private static final int TIME_BYTES = 7;
    private static final int LONG_BYTES = 11;
    private static final long EPOCH_SECONDS = CivilTime.POSTGRES_EPOCH_DAY * 86_400L;

    private final CivilTime civil = new CivilTime();
    private final int digits;
    private final ZoneRules zone;

    /**
     * @param digits of the fraction, or {@link TemporalText#ANY_FRACTION}
     * @param zone of the client; UTC for a cell that has none
     */
    DatetimeCodec(int digits, ZoneRules zone) {
        this.digits = digits;
        this.zone = zone;
    }

    @Override
    public void text(ByteBuf body, int offset, int length, ByteBuf out) {
        long micros = body.getLong(offset);
        if (micros == TemporalText.ZERO_MOMENT) {
            TemporalText.zeroDate(out);
            civil.setTimestamp(0);
        } else {
            read(micros);
            TemporalText.date(civil, out);
        }
        out.writeByte(' ');
        AsciiDigits.writePadded(out, civil.hour(), 2);
        TemporalText.minuteAndSecond(civil.minute(), civil.second(), civil.microsecond(), digits, out);
    }

    @Override
    public void binary(ByteBuf body, int offset, int length, ByteBuf out) {
        long micros = body.getLong(offset);
        if (micros == TemporalText.ZERO_MOMENT) {
            out.writeByte(0);
            return;
        }
        read(micros);
        int bytes = civil.isMidnight() ? SHORT_BYTES : civil.microsecond() == 0 ? TIME_BYTES : LONG_BYTES;
        out.writeByte(bytes);
        TemporalText.binaryDate(civil, out);
        if (bytes >= TIME_BYTES) {
            out.writeByte(civil.hour()).writeByte(civil.minute()).writeByte(civil.second());
        }
        if (bytes == LONG_BYTES) {
            out.writeIntLE(civil.microsecond());
        }
    }

    private void read(long micros) {
        civil.setTimestamp(micros + offset(micros));
    }

    /** The zone's offset at that moment in microseconds. */
    private long offset(long micros) {
        if (zone.isFixedOffset()) {
            return zone.getOffset(Instant.EPOCH).getTotalSeconds() * CivilTime.MICROS_PER_SECOND;
        }
        ZoneOffset then = zone.getOffset(
                Instant.ofEpochSecond(Math.floorDiv(micros, CivilTime.MICROS_PER_SECOND) + EPOCH_SECONDS));
        return then.getTotalSeconds() * CivilTime.MICROS_PER_SECOND;
    }
}
