package io.heliosdb.mysql.protocol.internal.type;

import io.heliosdb.mysql.protocol.internal.MysqlError;
import io.heliosdb.mysql.protocol.internal.message.LengthEncoded;
import io.heliosdb.spi.type.TypeOid;
import io.heliosdb.sql.session.Parameter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads the values of parameters (manual, "Binary Protocol Value") as the engine takes them. */
public final class ParameterValues {
    /** Set in the second octet of a type for integers without a sign. */
    private static final int UNSIGNED = 0x80;

    private static final int LEAST_TIME_BYTES = 8;
    private static final int FRACTION_TIME_BYTES = 12;
    private static final int DATE_BYTES = 4;
    private static final int DATETIME_BYTES = 7;
    private static final int FRACTION_DATETIME_BYTES = 11;
    private static final int HOURS_PER_DAY = 24;

    private ParameterValues() {}

    /**
     * A parameter's type as a client gives it: two octets.
     *
     * @param type one that a client may use
     */
    public record Type(FieldType type, boolean unsigned) {
        /**
         * @throws IndexOutOfBoundsException where it ends too early
         * @throws io.heliosdb.spi.error.HeliosException 1835 for a type that no client may use
         */
        public static Type read(ByteBuf in) {
            FieldType type = FieldType.of(in.readUnsignedByte());
            boolean unsigned = (in.readUnsignedByte() & UNSIGNED) != 0;
            if (type == null) {
                throw MysqlError.MALFORMED_PACKET.exception();
            }
            return new Type(type, unsigned);
        }
    }

    /** Reads over the attributes of a query. */
    public static void skipAttributes(ByteBuf in, long count) {
        if (count == 0) {
            return;
        }
        if (count < 0 || count > in.readableBytes()) {
            throw new IndexOutOfBoundsException("attributes: " + count);
        }
        ByteBuf nulls = in.readSlice((int) ((count + 7) / 8));
        if (in.readByte() != 1) {
            throw MysqlError.MALFORMED_PACKET.exception();
        }
        Type[] types = new Type[(int) count];
        for (int attribute = 0; attribute < count; attribute++) {
            types[attribute] = Type.read(in);
            LengthEncoded.readString(in);
        }
        for (int attribute = 0; attribute < count; attribute++) {
            if (!isNull(nulls, attribute)) {
                read(types[attribute], in, 0, CharacterSet.UTF8MB4);
            }
        }
    }

    /** Whether a bit of a NULL bitmap is set. */
    public static boolean isNull(ByteBuf nulls, int parameter) {
        return (nulls.getByte(nulls.readerIndex() + parameter / Byte.SIZE) >> parameter % Byte.SIZE & 1) != 0;
    }

    /**
     * Reads one value that is not NULL.
     *
     * @param engineType what the engine takes there, 0 where it does not know
     * @param characters what the client writes text in
     * @throws IndexOutOfBoundsException where it ends too early
     */
    public static Parameter read(Type type, ByteBuf in, int engineType, CharacterSet characters) {
        return switch (type.type()) {
            case NULL -> Parameter.NULL;
            case TINY, BOOL -> integer(TypeOid.INT2, type.unsigned() ? in.readUnsignedByte() : in.readByte());
            case SHORT, YEAR ->
                type.unsigned()
                        ? integer(TypeOid.INT4, in.readUnsignedShortLE())
                        : integer(TypeOid.INT2, in.readShortLE());
            case LONG, INT24 ->
                type.unsigned() ? integer(TypeOid.INT8, in.readUnsignedIntLE()) : integer(TypeOid.INT4, in.readIntLE());
            case LONGLONG -> {
                long value = in.readLongLE();
                yield type.unsigned() && value < 0
                        ? text(TypeOid.NUMERIC, Long.toUnsignedString(value))
                        : integer(TypeOid.INT8, value);
            }
            case FLOAT -> text(TypeOid.FLOAT8, Float.toString(in.readFloatLE()));
            case DOUBLE -> text(TypeOid.FLOAT8, Double.toString(in.readDoubleLE()));
            case DECIMAL, NEWDECIMAL -> string(TypeOid.NUMERIC, LengthEncoded.readString(in), engineType, characters);
            case DATE, DATETIME, TIMESTAMP -> datetime(in, type.type() == FieldType.DATE);
            case TIME -> time(in);
            case BIT -> bit(LengthEncoded.readString(in));
            case TINY_BLOB, MEDIUM_BLOB, LONG_BLOB, BLOB, GEOMETRY ->
                octets(ByteBufUtil.getBytes(LengthEncoded.readString(in)), engineType);
            case JSON -> string(0, LengthEncoded.readString(in), engineType, characters);
            case VARCHAR, VAR_STRING, STRING, ENUM, SET ->
                string(TypeOid.TEXT, LengthEncoded.readString(in), engineType, characters);
        };
    }

    /** A value that came in pieces: as type and engine say, octets or text. */
    public static Parameter longData(Type type, ByteBuf data, int engineType, CharacterSet characters) {
        return switch (type.type()) {
            case VARCHAR, VAR_STRING, STRING, ENUM, SET, JSON, DECIMAL, NEWDECIMAL ->
                string(TypeOid.TEXT, data, engineType, characters);
            default -> octets(ByteBufUtil.getBytes(data), engineType);
        };
    }

    private static Parameter integer(int type, long value) {
        return text(type, Long.toString(value));
    }

    private static Parameter text(int type, String value) {
        return new Parameter(type, value.getBytes(StandardCharsets.US_ASCII));
    }

    private static Parameter string(int type, ByteBuf octets, int engineType, CharacterSet characters) {
        byte[] bytes = ByteBufUtil.getBytes(octets);
        boolean unspeakable =
                (type == TypeOid.TEXT) && octets.indexOf(octets.readerIndex(), octets.writerIndex(), (byte) 0) >= 0;
        if (engineType == TypeOid.BYTEA || unspeakable) {
            return new Parameter(TypeOid.BYTEA, bytes); // also what the engine's text cannot hold
        }
        return new Parameter(
                type,
                characters.isUtf8()
                        ? bytes
                        : characters
                                .decode(octets, octets.readerIndex(), octets.readableBytes())
                                .getBytes(StandardCharsets.UTF_8));
    }

    /** A client that sends text as a BLOB means its octets all the same; what is no text stays octets. */
    private static Parameter octets(byte[] bytes, int engineType) {
        boolean octets = engineType == 0 || (TypeOid.isText(engineType) && !isText(bytes));
        return new Parameter(octets ? TypeOid.BYTEA : engineType, bytes);
    }

    private static boolean isText(byte[] bytes) {
        for (byte octet : bytes) {
            if (octet == 0) {
                return false; // which the engine's text cannot hold
            }
        }
        return ByteBufUtil.isText(Unpooled.wrappedBuffer(bytes), StandardCharsets.UTF_8);
    }

    private static Parameter bit(ByteBuf octets) {
        long value = 0;
        while (octets.isReadable()) {
            value = value << Byte.SIZE | octets.readUnsignedByte();
        }
        return integer(TypeOid.INT8, value);
    }

    private static Parameter datetime(ByteBuf in, boolean dateOnly) {
        int length = in.readUnsignedByte();
        ByteBuf fields = in.readSlice(length);
        if (length != 0 && length != DATE_BYTES && length != DATETIME_BYTES && length != FRACTION_DATETIME_BYTES) {
            throw new IndexOutOfBoundsException("length of a date: " + length);
        }
        int year = length > 0 ? fields.readUnsignedShortLE() : 0;
        int month = length > 0 ? fields.readUnsignedByte() : 0;
        int day = length > 0 ? fields.readUnsignedByte() : 0;
        String date = String.format(Locale.ROOT, "%04d-%02d-%02d", year, month, day);
        if (dateOnly) {
            return text(TypeOid.DATE, date);
        }
        int hour = length >= DATETIME_BYTES ? fields.readUnsignedByte() : 0;
        int minute = length >= DATETIME_BYTES ? fields.readUnsignedByte() : 0;
        int second = length >= DATETIME_BYTES ? fields.readUnsignedByte() : 0;
        String time = String.format(Locale.ROOT, " %02d:%02d:%02d", hour, minute, second);
        return text(TypeOid.TIMESTAMP, date + time + fraction(fields));
    }

    private static Parameter time(ByteBuf in) {
        int length = in.readUnsignedByte();
        ByteBuf fields = in.readSlice(length);
        if (length == 0) {
            return text(TypeOid.INTERVAL, "00:00:00");
        }
        if (length != LEAST_TIME_BYTES && length != FRACTION_TIME_BYTES) {
            throw new IndexOutOfBoundsException("length of a time: " + length);
        }
        String sign = fields.readByte() == 0 ? "" : "-";
        long days = fields.readUnsignedIntLE();
        long hours = days * HOURS_PER_DAY + fields.readUnsignedByte();
        String time = String.format(
                Locale.ROOT, "%02d:%02d:%02d", hours, fields.readUnsignedByte(), fields.readUnsignedByte());
        return text(TypeOid.INTERVAL, sign + time + fraction(fields));
    }

    private static String fraction(ByteBuf fields) {
        return fields.isReadable() ? String.format(Locale.ROOT, ".%06d", fields.readUnsignedIntLE()) : "";
    }
}
