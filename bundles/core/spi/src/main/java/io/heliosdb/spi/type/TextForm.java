package io.heliosdb.spi.type;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/**
 * The text of a binary cell as PostgreSQL itself prints it (DateStyle ISO, IntervalStyle postgres, time zone UTC), in
 * UTF-8: what a protocol gives its clients for types that their vendor does not have.
 */
public final class TextForm {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int UUID_BYTES = 16;

    private TextForm() {}

    /**
     * Writes a cell's text.
     *
     * @param type {@code pg_type.oid}; for one that is not known here, a cell in UTF-8 is its own text (enumerations,
     *     domains over text), any other one is written as PostgreSQL prints a bytea
     * @param length octets of the cell, not NULL
     * @throws IndexOutOfBoundsException where the cell says that it is longer than it is
     */
    public static void write(int type, ByteBuf body, int offset, int length, ByteBuf out) {
        switch (type) {
            case TypeOid.BOOL -> out.writeByte(body.getByte(offset) == 0 ? 'f' : 't');
            case TypeOid.INT2 -> AsciiDigits.write(out, body.getShort(offset));
            case TypeOid.INT4 -> AsciiDigits.write(out, body.getInt(offset));
            case TypeOid.INT8 -> AsciiDigits.write(out, body.getLong(offset));
            case TypeOid.XID8 -> AsciiDigits.writeUnsigned(out, body.getLong(offset));
            case TypeOid.OID,
                    TypeOid.XID,
                    TypeOid.CID,
                    TypeOid.REGPROC,
                    TypeOid.REGPROCEDURE,
                    TypeOid.REGOPER,
                    TypeOid.REGOPERATOR,
                    TypeOid.REGCLASS,
                    TypeOid.REGTYPE,
                    TypeOid.REGCONFIG,
                    TypeOid.REGDICTIONARY,
                    TypeOid.REGNAMESPACE,
                    TypeOid.REGROLE -> AsciiDigits.write(out, body.getUnsignedInt(offset));
            case TypeOid.TID -> tid(body, offset, out);
            case TypeOid.FLOAT4 -> ascii(out, text(body.getFloat(offset)));
            case TypeOid.FLOAT8 -> ascii(out, text(body.getDouble(offset)));
            case TypeOid.NUMERIC -> NumericCell.writeText(body, offset, length, out);
            case TypeOid.MONEY -> money(body.getLong(offset), out);
            case TypeOid.DATE -> date(body.getInt(offset), out);
            case TypeOid.TIME -> time(body.getLong(offset), out);
            case TypeOid.TIMETZ -> {
                time(body.getLong(offset), out);
                zone(-body.getInt(offset + Long.BYTES), out);
            }
            case TypeOid.TIMESTAMP -> timestamp(body.getLong(offset), false, out);
            case TypeOid.TIMESTAMPTZ -> timestamp(body.getLong(offset), true, out);
            case TypeOid.INTERVAL -> interval(body, offset, out);
            case TypeOid.UUID -> uuid(body, offset, out);
            case TypeOid.BYTEA -> bytea(body, offset, length, out);
            case TypeOid.BIT, TypeOid.VARBIT -> bits(body, offset, out);
            case TypeOid.INET, TypeOid.CIDR -> InetCell.writeText(body, offset, type == TypeOid.CIDR, out);
            case TypeOid.MACADDR, TypeOid.MACADDR8 -> macaddr(body, offset, length, out);
            case TypeOid.JSONB -> out.writeBytes(body, offset + 1, length - 1);
            case TypeOid.VOID -> {}
            case TypeOid.INT2VECTOR, TypeOid.OIDVECTOR -> ArrayCell.writeVector(body, offset, length, out);
            default -> {
                if (TypeOid.isArray(type)) {
                    ArrayCell.writeText(body, offset, length, out);
                } else if (TypeOid.isText(type) || isPrintable(body, offset, length)) {
                    out.writeBytes(body, offset, length);
                } else {
                    bytea(body, offset, length, out);
                }
            }
        }
    }

    /** Writes the 16 octets of a uuid in the form of RFC 9562, section 4. */
    public static void uuid(ByteBuf body, int offset, ByteBuf out) {
        for (int octet = 0; octet < UUID_BYTES; octet++) {
            if (octet == 4 || octet == 6 || octet == 8 || octet == 10) {
                out.writeByte('-');
            }
            hex(body.getByte(offset + octet), out);
        }
    }

    private static boolean isPrintable(ByteBuf body, int offset, int length) {
        return ByteBufUtil.isText(body, offset, length, StandardCharsets.UTF_8)
                && body.indexOf(offset, offset + length, (byte) 0) < 0;
    }

    private static String text(float value) {
        return Float.isFinite(value) ? ShortestDecimal.of(value).text(-3, 6, "e+", 2) : special(value);
    }

    private static String text(double value) {
        return Double.isFinite(value) ? ShortestDecimal.of(value).text(-3, 15, "e+", 2) : special(value);
    }

    private static String special(double value) {
        return Double.toString(value); // NaN, Infinity, -Infinity: PostgreSQL's words too
    }

    private static void tid(ByteBuf body, int offset, ByteBuf out) {
        out.writeByte('(');
        AsciiDigits.write(out, body.getUnsignedInt(offset));
        out.writeByte(',');
        AsciiDigits.write(out, body.getUnsignedShort(offset + Integer.BYTES));
        out.writeByte(')');
    }

    /** As the locale C prints it. */
    private static void money(long cents, ByteBuf out) {
        if (cents < 0) {
            out.writeByte('-');
        }
        out.writeByte('$');
        String digits = Long.toUnsignedString(Math.abs(cents / 100));
        for (int at = 0; at < digits.length(); at++) {
            if (at > 0 && (digits.length() - at) % 3 == 0) {
                out.writeByte(',');
            }
            out.writeByte(digits.charAt(at));
        }
        out.writeByte('.');
        AsciiDigits.writePadded(out, Math.abs(cents % 100), 2);
    }

    private static void date(int days, ByteBuf out) {
        if (days == CivilTime.DATE_INFINITY) {
            ascii(out, "infinity");
        } else if (days == CivilTime.DATE_MINUS_INFINITY) {
            ascii(out, "-infinity");
        } else {
            CivilTime civil = new CivilTime();
            civil.setDate(days);
            date(civil, out);
            era(civil, out);
        }
    }

    private static void date(CivilTime civil, ByteBuf out) {
        int year = civil.year() > 0 ? civil.year() : 1 - civil.year();
        AsciiDigits.writePadded(out, year, Math.max(4, AsciiDigits.count(year)));
        out.writeByte('-');
        AsciiDigits.writePadded(out, civil.month(), 2);
        out.writeByte('-');
        AsciiDigits.writePadded(out, civil.day(), 2);
    }

    private static void era(CivilTime civil, ByteBuf out) {
        if (civil.year() <= 0) {
            ascii(out, " BC");
        }
    }

    private static void time(long micros, ByteBuf out) {
        CivilTime civil = new CivilTime();
        civil.setMicrosOfDay(micros);
        AsciiDigits.writePadded(out, civil.hour(), 2);
        minuteAndSecond(civil.minute(), civil.second(), civil.microsecond(), out);
    }

    private static void minuteAndSecond(int minute, int second, int microsecond, ByteBuf out) {
        out.writeByte(':');
        AsciiDigits.writePadded(out, minute, 2);
        out.writeByte(':');
        AsciiDigits.writePadded(out, second, 2);
        if (microsecond != 0) {
            int digits = 6;
            for (int rest = microsecond; rest % 10 == 0; rest /= 10) {
                digits--;
            }
            out.writeByte('.');
            AsciiDigits.writeFraction(out, microsecond, digits);
        }
    }

    private static void timestamp(long micros, boolean zone, ByteBuf out) {
        if (micros == CivilTime.TIMESTAMP_INFINITY) {
            ascii(out, "infinity");
        } else if (micros == CivilTime.TIMESTAMP_MINUS_INFINITY) {
            ascii(out, "-infinity");
        } else {
            CivilTime civil = new CivilTime();
            civil.setTimestamp(micros);
            date(civil, out);
            out.writeByte(' ');
            AsciiDigits.writePadded(out, civil.hour(), 2);
            minuteAndSecond(civil.minute(), civil.second(), civil.microsecond(), out);
            if (zone) {
                zone(0, out);
            }
            era(civil, out);
        }
    }

    /** @param offset seconds east of Greenwich */
    private static void zone(int offset, ByteBuf out) {
        int seconds = Math.abs(offset);
        out.writeByte(offset < 0 ? '-' : '+');
        AsciiDigits.writePadded(out, seconds / 3600, 2);
        if (seconds % 3600 != 0) {
            out.writeByte(':');
            AsciiDigits.writePadded(out, seconds / 60 % 60, 2);
        }
        if (seconds % 60 != 0) {
            out.writeByte(':');
            AsciiDigits.writePadded(out, seconds % 60, 2);
        }
    }

    private static void interval(ByteBuf body, int offset, ByteBuf out) {
        int months = IntervalCell.months(body, offset);
        int start = out.writerIndex();
        boolean negative = part(out, start, false, months / 12, " year");
        negative = part(out, start, negative, months % 12, " mon");
        negative = part(out, start, negative, IntervalCell.days(body, offset), " day");
        long micros = IntervalCell.micros(body, offset);
        if (micros == 0 && out.writerIndex() > start) {
            return;
        }
        if (out.writerIndex() > start) {
            out.writeByte(' ');
        }
        if (micros < 0) {
            out.writeByte('-');
        } else if (negative) {
            out.writeByte('+');
        }
        long seconds = Math.abs(micros / CivilTime.MICROS_PER_SECOND);
        long hours = seconds / 3600;
        AsciiDigits.writePadded(out, hours, Math.max(2, AsciiDigits.count(hours)));
        int fraction = (int) Math.abs(micros % CivilTime.MICROS_PER_SECOND);
        minuteAndSecond((int) (seconds / 60 % 60), (int) (seconds % 60), fraction, out);
    }

    /** After a negative part a positive one says so: {@code -1 years +2 mons}. */
    private static boolean part(ByteBuf out, int start, boolean negativeBefore, int value, String unit) {
        if (value == 0) {
            return negativeBefore;
        }
        if (out.writerIndex() > start) {
            out.writeByte(' ');
        }
        if (negativeBefore && value > 0) {
            out.writeByte('+');
        }
        AsciiDigits.write(out, value);
        ascii(out, unit);
        if (value != 1) {
            out.writeByte('s');
        }
        return value < 0;
    }

    private static void bytea(ByteBuf body, int offset, int length, ByteBuf out) {
        out.writeByte('\\').writeByte('x');
        for (int at = offset; at < offset + length; at++) {
            hex(body.getByte(at), out);
        }
    }

    private static void bits(ByteBuf body, int offset, ByteBuf out) {
        int count = body.getInt(offset);
        for (int bit = 0; bit < count; bit++) {
            int octet = body.getByte(offset + Integer.BYTES + bit / 8);
            out.writeByte((octet >> (7 - bit % 8) & 1) == 0 ? '0' : '1');
        }
    }

    private static void macaddr(ByteBuf body, int offset, int length, ByteBuf out) {
        for (int octet = 0; octet < length; octet++) {
            if (octet > 0) {
                out.writeByte(':');
            }
            hex(body.getByte(offset + octet), out);
        }
    }

    static void hex(byte octet, ByteBuf out) {
        out.writeByte(HEX[octet >> 4 & 0xf]).writeByte(HEX[octet & 0xf]);
    }

    static void ascii(ByteBuf out, String text) {
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
    }
}
