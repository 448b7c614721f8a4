package io.heliosdb.mysql.protocol.internal.type;

/**
 * What a client is told of a type, and how its values are written.
 *
 * @param type its code
 * @param flags that come from the type
 * @param collation of its values
 * @param length characters shown, or octets, at most
 * @param decimals digits after the point, {@link #ANY_DECIMALS} where they vary
 */
record MysqlType(FieldType type, int flags, int collation, long length, int decimals, ColumnCodec codec) {
    static final int ANY_DECIMALS = 31;
    static final int BINARY_COLLATION = 63;

    private static final long LONGEST = 0xffff_ffffL;
    private static final long LONGEST_TEXT = 0xffff;
    private static final int DATE_LENGTH = 10;
    private static final int DATETIME_LENGTH = 19;

    static MysqlType integer(FieldType type, IntegerCodec codec, int length) {
        int flags = FieldFlag.NUM
                | FieldFlag.BINARY
                | (codec.unsigned() ? FieldFlag.UNSIGNED : 0)
                | (codec.zerofill() > 0 ? FieldFlag.ZEROFILL : 0);
        return new MysqlType(type, flags, BINARY_COLLATION, length, 0, codec);
    }

    static MysqlType number(FieldType type, int flags, long length, int decimals, ColumnCodec codec) {
        return new MysqlType(type, flags | FieldFlag.NUM | FieldFlag.BINARY, BINARY_COLLATION, length, decimals, codec);
    }

    static MysqlType date() {
        return new MysqlType(FieldType.DATE, FieldFlag.BINARY, BINARY_COLLATION, DATE_LENGTH, 0, new DateCodec());
    }

    /** @param digits of the fraction, or {@link TemporalText#ANY_FRACTION} */
    static MysqlType datetime(FieldType type, int digits, int flags, ColumnCodec codec) {
        return temporal(type, FieldFlag.BINARY | flags, DATETIME_LENGTH, digits, codec);
    }

    /** @param digits of the fraction, or {@link TemporalText#ANY_FRACTION} */
    static MysqlType time(int digits, ColumnCodec codec) {
        return temporal(FieldType.TIME, FieldFlag.BINARY, DATE_LENGTH, digits, codec);
    }

    private static MysqlType temporal(FieldType type, int flags, int length, int digits, ColumnCodec codec) {
        int decimals = digits == TemporalText.ANY_FRACTION ? 6 : digits;
        int withFraction = decimals == 0 ? length : length + 1 + decimals;
        return new MysqlType(type, flags, BINARY_COLLATION, withFraction, decimals, codec);
    }

    /** @param length in characters; text longer than a VARCHAR can be has none */
    static MysqlType text(FieldType type, int flags, CharacterSet characters, long length, ColumnCodec codec) {
        long octets = Math.min(length < 0 ? LONGEST_TEXT : length * characters.mostBytes(), LONGEST);
        return new MysqlType(type, flags, characters.collation(), octets, ANY_DECIMALS, codec);
    }

    static MysqlType octets(FieldType type, int flags, long length) {
        return new MysqlType(
                type,
                flags | FieldFlag.BINARY,
                BINARY_COLLATION,
                length < 0 ? LONGEST_TEXT : length,
                ANY_DECIMALS,
                BytesCodec.INSTANCE);
    }
}
