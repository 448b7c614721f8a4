package io.heliosdb.spi.type;

import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Cells of the type numeric (PostgreSQL, {@code numeric_send}): Int16 number of digits to the base 10000, Int16 weight of
 * the first, Int16 sign, Int16 decimal digits to show after the point, then the digits.
 */
public final class NumericCell {
    private static final int HEADER_BYTES = 8;
    private static final int BASE = 10_000;
    private static final int BASE_DIGITS = 4;

    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xC000;
    private static final int INFINITY = 0xD000;
    private static final int NEGATIVE_INFINITY = 0xF000;

    private NumericCell() {}

    /** Whether it is a number, not NaN and not infinite. */
    public static boolean isFinite(ByteBuf body, int offset, int length) {
        check(body, offset, length);
        int sign = sign(body, offset);
        return sign == 0 || sign == NEGATIVE;
    }

    /** Writes the number as PostgreSQL prints it, all digits of its scale shown. */
    public static void writeText(ByteBuf body, int offset, int length, ByteBuf out) {
        check(body, offset, length);
        switch (sign(body, offset)) {
            case NAN -> ascii(out, "NaN");
            case INFINITY -> ascii(out, "Infinity");
            case NEGATIVE_INFINITY -> ascii(out, "-Infinity");
            case NEGATIVE -> {
                out.writeByte('-');
                writeDigits(body, offset, out);
            }
            default -> writeDigits(body, offset, out);
        }
    }

    private static void writeDigits(ByteBuf body, int offset, ByteBuf out) {
        int weight = body.getShort(offset + 2);
        int scale = body.getUnsignedShort(offset + 6);
        if (weight < 0) {
            out.writeByte('0');
        } else {
            AsciiDigits.write(out, digit(body, offset, 0));
            for (int group = 1; group <= weight; group++) {
                AsciiDigits.writePadded(out, digit(body, offset, group), BASE_DIGITS);
            }
        }
        if (scale > 0) {
            out.writeByte('.');
            int group = weight + 1;
            for (int shown = 0; shown < scale; shown += BASE_DIGITS, group++) {
                int value = digit(body, offset, group);
                int digits = Math.min(BASE_DIGITS, scale - shown);
                for (int dropped = digits; dropped < BASE_DIGITS; dropped++) {
                    value /= 10;
                }
                AsciiDigits.writePadded(out, value, digits);
            }
        }
    }

    /**
     * The integral part, modulo 2 to the 64th: exact for what fits into an unsigned 64-bit integer.
     *
     * @throws ArithmeticException for NaN and infinity
     */
    public static long integer(ByteBuf body, int offset, int length) {
        checkFinite(body, offset, length);
        int weight = body.getShort(offset + 2);
        long value = 0;
        for (int group = 0; group <= weight; group++) {
            value = value * BASE + digit(body, offset, group);
        }
        return sign(body, offset) == NEGATIVE ? -value : value;
    }

    /** @throws ArithmeticException for NaN and infinity */
    public static BigDecimal toBigDecimal(ByteBuf body, int offset, int length) {
        checkFinite(body, offset, length);
        int digits = body.getUnsignedShort(offset);
        int weight = body.getShort(offset + 2);
        int scale = body.getUnsignedShort(offset + 6);
        BigInteger unscaled = BigInteger.ZERO;
        BigInteger base = BigInteger.valueOf(BASE);
        for (int group = 0; group < digits; group++) {
            unscaled = unscaled.multiply(base).add(BigInteger.valueOf(digit(body, offset, group)));
        }
        BigDecimal value = new BigDecimal(unscaled, (digits - weight - 1) * BASE_DIGITS)
                .setScale(scale, java.math.RoundingMode.DOWN);
        return sign(body, offset) == NEGATIVE ? value.negate() : value;
    }

    /** Writes a number as a cell, without its length. */
    public static void write(BigDecimal value, ByteBuf out) {
        int scale = Math.max(value.scale(), 0);
        // So many digits after the point that they are whole groups.
        int groupsAfter = (scale + BASE_DIGITS - 1) / BASE_DIGITS;
        BigInteger rest = value.abs().setScale(groupsAfter * BASE_DIGITS).unscaledValue();
        String text = rest.toString();
        String padded = "0".repeat((BASE_DIGITS - text.length() % BASE_DIGITS) % BASE_DIGITS) + text;
        int groups = padded.length() / BASE_DIGITS;
        int first = 0;
        while (first < groups && group(padded, first) == 0) {
            first++;
        }
        int last = groups;
        while (last > first && group(padded, last - 1) == 0) {
            last--;
        }
        int weight = first == last ? 0 : groups - groupsAfter - 1 - first;
        out.writeShort(last - first)
                .writeShort(weight)
                .writeShort(value.signum() < 0 ? NEGATIVE : 0)
                .writeShort(scale);
        for (int group = first; group < last; group++) {
            out.writeShort(group(padded, group));
        }
    }

    private static int group(String digits, int group) {
        return Integer.parseInt(digits, group * BASE_DIGITS, (group + 1) * BASE_DIGITS, 10);
    }

    private static int sign(ByteBuf body, int offset) {
        return body.getUnsignedShort(offset + 4);
    }

    private static int digit(ByteBuf body, int offset, int group) {
        return group < 0 || group >= body.getUnsignedShort(offset)
                ? 0
                : body.getUnsignedShort(offset + HEADER_BYTES + group * Short.BYTES);
    }

    private static void checkFinite(ByteBuf body, int offset, int length) {
        if (!isFinite(body, offset, length)) {
            throw new ArithmeticException("not a finite number");
        }
    }

    private static void check(ByteBuf body, int offset, int length) {
        int expected = length < HEADER_BYTES ? -1 : HEADER_BYTES + body.getUnsignedShort(offset) * Short.BYTES;
        if (length != expected) {
            throw new IndexOutOfBoundsException("octets of a numeric: " + length + " (expected: " + expected + ")");
        }
    }

    private static void ascii(ByteBuf out, String text) {
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
    }
}
