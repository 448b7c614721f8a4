package io.heliosdb.mysql.dialect.internal.ddl;

/** Types that defaults and conversions treat alike. */
enum Family {
    INTEGER,
    BIT,
    DECIMAL,
    FLOATING,
    YEAR,
    DATE,
    TIME,
    DATETIME,
    TIMESTAMP,
    /** CHAR and VARCHAR. */
    CHARACTER,
    /** TEXT and its sizes. */
    TEXT,
    ENUM,
    SET,
    /** BINARY and VARBINARY. */
    BINARY,
    /** BLOB and its sizes. */
    BLOB,
    JSON;

    /** Whether values are compared by a collation. */
    boolean collated() {
        return switch (this) {
            case CHARACTER, TEXT, ENUM, SET -> true;
            default -> false;
        };
    }

    boolean octets() {
        return this == BINARY || this == BLOB;
    }

    /** Whether a default may be no literal, and indexes need a length. */
    boolean large() {
        return this == TEXT || this == BLOB || this == JSON;
    }

    boolean numeric() {
        return switch (this) {
            case INTEGER, BIT, DECIMAL, FLOATING, YEAR -> true;
            default -> false;
        };
    }
}
