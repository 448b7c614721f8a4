package io.heliosdb.spi.type;

import io.netty.buffer.ByteBuf;

/** Cells of the type interval (PostgreSQL, {@code interval_send}): Int64 microseconds, Int32 days, Int32 months. */
public final class IntervalCell {
    public static final int BYTES = 16;

    /** PostgreSQL's own rule where an interval must become a time. */
    private static final int DAYS_PER_MONTH = 30;

    private IntervalCell() {}

    public static long micros(ByteBuf body, int offset) {
        return body.getLong(offset);
    }

    public static int days(ByteBuf body, int offset) {
        return body.getInt(offset + Long.BYTES);
    }

    public static int months(ByteBuf body, int offset) {
        return body.getInt(offset + Long.BYTES + Integer.BYTES);
    }

    /** The whole interval in microseconds, a day of 24 hours and a month of 30 days; at the ends of long, no further. */
    public static long totalMicros(ByteBuf body, int offset) {
        long days = (long) months(body, offset) * DAYS_PER_MONTH + days(body, offset);
        try {
            return Math.addExact(Math.multiplyExact(days, CivilTime.MICROS_PER_DAY), micros(body, offset));
        } catch (ArithmeticException e) {
            return days < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** Writes a cell, without its length. */
    public static void write(long micros, int days, int months, ByteBuf out) {
        out.writeLong(micros).writeInt(days).writeInt(months);
    }
}
