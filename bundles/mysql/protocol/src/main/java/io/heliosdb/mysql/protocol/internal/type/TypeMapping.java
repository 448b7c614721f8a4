package io.heliosdb.mysql.protocol.internal.type;

import io.heliosdb.spi.type.TypeOid;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;

/**
 * From the engine's types to MySQL's. The engine's type says how a cell is read; what the table declares says which of
 * MySQL's types it is; a declaration that does not fit the engine's type is not believed.
 *
 * @param characters what the client reads
 * @param zone of the session
 */
record TypeMapping(CharacterSet characters, ZoneRules zone) {
    /** What PostgreSQL adds to the modifier of a length or precision. */
    private static final int MODIFIER_HEADER = 4;

    /** {@code numeric(20, 0)}: an expression of this type is MySQL's BIGINT UNSIGNED, as CAST(… AS UNSIGNED) is. */
    private static final int UNSIGNED_MODIFIER = (20 << 16) + MODIFIER_HEADER;

    private static final int NO_PRECISION = 0xffff;
    private static final int MOST_DIGITS = 65;
    private static final int UUID_LENGTH = 36;
    private static final long TINY_LENGTH = 0xff;
    private static final long TEXT_LENGTH = 0xffff;
    private static final long MEDIUM_LENGTH = 0xff_ffff;
    private static final long LONG_LENGTH = 0xffff_ffffL;

    MysqlType of(int oid, int modifier, DeclaredType declared) {
        return switch (oid) {
            case TypeOid.BOOL -> bool(declared);
            case TypeOid.INT2, TypeOid.INT4, TypeOid.INT8 -> integer(oid, declared);
            case TypeOid.OID -> MysqlType.integer(FieldType.LONG, new IntegerCodec(oid, Integer.BYTES, true, 0), 10);
            case TypeOid.NUMERIC -> numeric(modifier, declared);
            case TypeOid.FLOAT4 ->
                MysqlType.number(FieldType.FLOAT, 0, 12, MysqlType.ANY_DECIMALS, FloatingCodec.FLOAT);
            case TypeOid.FLOAT8 ->
                MysqlType.number(FieldType.DOUBLE, 0, 22, MysqlType.ANY_DECIMALS, FloatingCodec.DOUBLE);
            case TypeOid.DATE -> MysqlType.date();
            case TypeOid.TIMESTAMP -> datetime(modifier, declared);
            case TypeOid.TIMESTAMPTZ -> timestamp(modifier, declared);
            case TypeOid.INTERVAL -> {
                int precision = modifier < 0 ? NO_PRECISION : modifier & NO_PRECISION;
                int digits = precision == NO_PRECISION ? TemporalText.ANY_FRACTION : precision;
                yield MysqlType.time(digits, new TimeCodec(oid, digits));
            }
            case TypeOid.TIME -> MysqlType.time(modifier, new TimeCodec(oid, modifier));
            case TypeOid.BYTEA -> octets(declared);
            case TypeOid.BPCHAR -> character(modifier, declared);
            case TypeOid.JSON, TypeOid.JSONB -> json(oid);
            case TypeOid.UUID -> MysqlType.text(FieldType.STRING, 0, characters, UUID_LENGTH, other(oid));
            default -> TypeOid.isText(oid) ? text(modifier, declared) : otherType(oid);
        };
    }

    /** A column is TINYINT(1); a comparison is an integer, as in MySQL. */
    private static MysqlType bool(DeclaredType declared) {
        return declared.isNone()
                ? MysqlType.integer(FieldType.LONGLONG, new IntegerCodec(TypeOid.BOOL, Long.BYTES, false, 0), 1)
                : MysqlType.integer(FieldType.TINY, new IntegerCodec(TypeOid.BOOL, Byte.BYTES, false, 0), 1);
    }

    private static MysqlType integer(int oid, DeclaredType declared) {
        boolean unsigned = declared.unsigned();
        return switch (declared.name()) {
            case "tinyint1", "bool", "boolean" -> integer(FieldType.TINY, oid, Byte.BYTES, declared, 1);
            case "tinyint", "tinyint_unsigned" ->
                integer(FieldType.TINY, oid, Byte.BYTES, declared, declared.length() == 1 ? 1 : unsigned ? 3 : 4);
            case "smallint", "smallint_unsigned" ->
                integer(FieldType.SHORT, oid, Short.BYTES, declared, unsigned ? 5 : 6);
            case "mediumint", "mediumint_unsigned" ->
                integer(FieldType.INT24, oid, Integer.BYTES, declared, unsigned ? 8 : 9);
            case "int", "integer", "int_unsigned" ->
                integer(FieldType.LONG, oid, Integer.BYTES, declared, unsigned ? 10 : 11);
            case "bit" -> bit(oid, declared);
            case "year" ->
                MysqlType.number(FieldType.YEAR, FieldFlag.UNSIGNED | FieldFlag.ZEROFILL, 4, 0, YearCodec.INSTANCE);
            default ->
                switch (oid) {
                    case TypeOid.INT2 -> integer(FieldType.SHORT, oid, Short.BYTES, declared, 6);
                    case TypeOid.INT4 -> integer(FieldType.LONG, oid, Integer.BYTES, declared, 11);
                    default -> integer(FieldType.LONGLONG, oid, Long.BYTES, declared, 20);
                };
        };
    }

    private static MysqlType integer(FieldType type, int oid, int width, DeclaredType declared, int length) {
        int shown = declared.zerofill() ? (declared.length() < 0 ? length : declared.length()) : 0;
        IntegerCodec codec = new IntegerCodec(oid, width, declared.unsigned(), shown);
        return MysqlType.integer(type, codec, shown > 0 ? shown : length);
    }

    private static MysqlType bit(int oid, DeclaredType declared) {
        int bits = declared.length() < 0 ? 1 : Math.min(declared.length(), Long.SIZE);
        if (oid != TypeOid.INT8) {
            return integer(oid, DeclaredType.NONE);
        }
        BitCodec codec = new BitCodec((bits + Byte.SIZE - 1) / Byte.SIZE);
        return new MysqlType(FieldType.BIT, FieldFlag.UNSIGNED, MysqlType.BINARY_COLLATION, bits, 0, codec);
    }

    private static MysqlType numeric(int modifier, DeclaredType declared) {
        if (declared.name().equals("bigint_unsigned") || (declared.name().equals("bigint") && declared.unsigned())) {
            return integer(FieldType.LONGLONG, TypeOid.NUMERIC, Long.BYTES, declared, 20);
        }
        if (declared.isNone() && modifier == UNSIGNED_MODIFIER) {
            return integer(FieldType.LONGLONG, TypeOid.NUMERIC, Long.BYTES, DeclaredType.UNSIGNED_BIGINT, 20);
        }
        int precision = modifier < MODIFIER_HEADER ? MOST_DIGITS : ((modifier - MODIFIER_HEADER) >> 16) & 0xffff;
        int scale = modifier < MODIFIER_HEADER ? MysqlType.ANY_DECIMALS - 1 : (modifier - MODIFIER_HEADER) & 0x7ff;
        int flags = declared.unsigned() ? FieldFlag.UNSIGNED : 0;
        int length = precision + (scale > 0 ? 1 : 0) + (declared.unsigned() ? 0 : 1);
        return MysqlType.number(FieldType.NEWDECIMAL, flags, length, scale, DecimalCodec.INSTANCE);
    }

    private MysqlType datetime(int digits, DeclaredType declared) {
        int flags = declared.onUpdateNow() ? FieldFlag.ON_UPDATE_NOW : 0;
        return MysqlType.datetime(
                FieldType.DATETIME, digits, flags, new DatetimeCodec(digits, ZoneOffset.UTC.getRules()));
    }

    private MysqlType timestamp(int digits, DeclaredType declared) {
        int flags = declared.onUpdateNow() ? FieldFlag.ON_UPDATE_NOW | FieldFlag.TIMESTAMP : 0;
        FieldType type = declared.isNone() ? FieldType.DATETIME : FieldType.TIMESTAMP;
        return MysqlType.datetime(type, digits, flags, new DatetimeCodec(digits, zone));
    }

    private static MysqlType octets(DeclaredType declared) {
        return switch (declared.name()) {
            case "binary" -> MysqlType.octets(FieldType.STRING, 0, Math.max(declared.length(), 1));
            case "varbinary" -> MysqlType.octets(FieldType.VAR_STRING, 0, declared.length());
            case "tinyblob" -> MysqlType.octets(FieldType.BLOB, FieldFlag.BLOB, TINY_LENGTH);
            case "mediumblob" -> MysqlType.octets(FieldType.BLOB, FieldFlag.BLOB, MEDIUM_LENGTH);
            case "longblob" -> MysqlType.octets(FieldType.BLOB, FieldFlag.BLOB, LONG_LENGTH);
            case "" -> MysqlType.octets(FieldType.VAR_STRING, 0, -1);
            default -> MysqlType.octets(FieldType.BLOB, FieldFlag.BLOB, TEXT_LENGTH);
        };
    }

    private MysqlType text(int modifier, DeclaredType declared) {
        int length = modifier < MODIFIER_HEADER ? -1 : modifier - MODIFIER_HEADER;
        return switch (declared.name()) {
            case "enum" -> string(FieldType.STRING, FieldFlag.ENUM, length, false);
            case "set" -> string(FieldType.STRING, FieldFlag.SET, length, false);
            case "tinytext" -> string(FieldType.BLOB, FieldFlag.BLOB, TINY_LENGTH, false);
            case "text" -> string(FieldType.BLOB, FieldFlag.BLOB, TEXT_LENGTH, false);
            case "mediumtext" -> string(FieldType.BLOB, FieldFlag.BLOB, MEDIUM_LENGTH, false);
            case "longtext" -> string(FieldType.BLOB, FieldFlag.BLOB, LONG_LENGTH, false);
            default -> string(FieldType.VAR_STRING, 0, length, false);
        };
    }

    private MysqlType character(int modifier, DeclaredType declared) {
        int length = modifier < MODIFIER_HEADER ? Math.max(declared.length(), 1) : modifier - MODIFIER_HEADER;
        return string(FieldType.STRING, 0, length, true);
    }

    private MysqlType string(FieldType type, int flags, long length, boolean padded) {
        ColumnCodec codec =
                characters.isUtf8() && !padded ? BytesCodec.INSTANCE : new StringCodec(characters, 0, padded);
        return MysqlType.text(type, flags, characters, length, codec);
    }

    /** Told as binary, though it is text: clients know the type and read it as utf8mb4. */
    private MysqlType json(int oid) {
        StringCodec codec = new StringCodec(CharacterSet.UTF8MB4, oid == TypeOid.JSONB ? 1 : 0, false);
        return new MysqlType(
                FieldType.JSON, FieldFlag.BLOB | FieldFlag.BINARY, MysqlType.BINARY_COLLATION, LONG_LENGTH, 0, codec);
    }

    private MysqlType otherType(int oid) {
        return MysqlType.text(FieldType.VAR_STRING, 0, characters, -1, other(oid));
    }

    private ColumnCodec other(int oid) {
        return new OtherCodec(oid, characters);
    }
}
