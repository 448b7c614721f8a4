package io.heliosdb.mysql.protocol.internal.type;

import io.heliosdb.spi.type.AsciiDigits;
import io.heliosdb.spi.type.CivilTime;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** What dates and times have in common. The engine's years reach further than MySQL's, which end at 0 and 9999. */
final class TemporalText {
    static final int LAST_YEAR = 9999;

    /** The engine's {@code -infinity}, which stands for MySQL's zero date: as a date and as a timestamp. */
    static final int ZERO_DATE = Integer.MIN_VALUE;

    static final long ZERO_MOMENT = Long.MIN_VALUE;

    /** Digits of the fraction are shown where there are any, and as many as there can be. */
    static final int ANY_FRACTION = -1;

    private static final int MOST_DIGITS = 6;

    private TemporalText() {}

    /** {@code 0000-00-00} */
    static void zeroDate(ByteBuf out) {
        out.writeCharSequence("0000-00-00", StandardCharsets.US_ASCII);
    }

    /** {@code 2024-12-31}; the nearest date that MySQL has. */
    static void date(CivilTime civil, ByteBuf out) {
        boolean before = civil.year() < 0;
        boolean after = civil.year() > LAST_YEAR;
        AsciiDigits.writePadded(out, before ? 0 : after ? LAST_YEAR : civil.year(), 4);
        out.writeByte('-');
        AsciiDigits.writePadded(out, before ? 0 : after ? 12 : civil.month(), 2);
        out.writeByte('-');
        AsciiDigits.writePadded(out, before ? 0 : after ? 31 : civil.day(), 2);
    }

    static void binaryDate(CivilTime civil, ByteBuf out) {
        boolean before = civil.year() < 0;
        boolean after = civil.year() > LAST_YEAR;
        out.writeShortLE(before ? 0 : after ? LAST_YEAR : civil.year())
                .writeByte(before ? 0 : after ? 12 : civil.month())
                .writeByte(before ? 0 : after ? 31 : civil.day());
    }

    /** {@code :59:59.123456} */
    static void minuteAndSecond(int minute, int second, int microsecond, int digits, ByteBuf out) {
        out.writeByte(':');
        AsciiDigits.writePadded(out, minute, 2);
        out.writeByte(':');
        AsciiDigits.writePadded(out, second, 2);
        int shown = digits == ANY_FRACTION ? microsecond == 0 ? 0 : MOST_DIGITS : digits;
        if (shown > 0) {
            out.writeByte('.');
            AsciiDigits.writeFraction(out, microsecond, shown);
        }
    }
}
