package io.heliosdb.spi.type;

import io.netty.buffer.ByteBuf;

/** Writes numbers as ASCII digits, without a string in between. */
public final class AsciiDigits {
    private static final byte[] LOWEST = {
        '-', '9', '2', '2', '3', '3', '7', '2', '0', '3', '6', '8', '5', '4', '7', '7', '5', '8', '0', '8'
    };

    /** Digits of a fraction of a second in microseconds. */
    private static final int MICROSECOND_DIGITS = 6;

    private AsciiDigits() {}

    /** The shortest decimal form, with a minus sign where it is negative. */
    public static void write(ByteBuf out, long value) {
        if (value == Long.MIN_VALUE) {
            out.writeBytes(LOWEST);
            return;
        }
        long positive = value;
        if (value < 0) {
            out.writeByte('-');
            positive = -value;
        }
        writePadded(out, positive, count(positive));
    }

    /** The value as unsigned, up to 18446744073709551615. */
    public static void writeUnsigned(ByteBuf out, long value) {
        if (value >= 0) {
            write(out, value);
        } else {
            write(out, Long.divideUnsigned(value, 10));
            out.writeByte('0' + (int) Long.remainderUnsigned(value, 10));
        }
    }

    /** @param value not negative; longer than {@code digits}, its last digits are written */
    public static void writePadded(ByteBuf out, long value, int digits) {
        int start = out.writerIndex();
        out.ensureWritable(digits);
        long rest = value;
        for (int at = start + digits - 1; at >= start; at--) {
            out.setByte(at, '0' + (int) (rest % 10));
            rest /= 10;
        }
        out.writerIndex(start + digits);
    }

    /** The first digits of a fraction, without the point. */
    public static void writeFraction(ByteBuf out, int microseconds, int digits) {
        int value = microseconds;
        for (int dropped = digits; dropped < MICROSECOND_DIGITS; dropped++) {
            value /= 10;
        }
        writePadded(out, value, digits);
    }

    /** Digits of a number that is not negative. */
    public static int count(long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }
}
