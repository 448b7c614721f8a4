package io.heliosdb.sql.session;

/**
 * A parameter's value.
 *
 * @param type the client's idea of its type as {@code pg_type.oid}, 0 for none: taken where the engine has no better one
 * @param binary whether the value is in the binary form of {@code type}; otherwise it is text in UTF-8
 * @param value not changed by anybody afterwards; null for NULL
 */
public record Parameter(int type, boolean binary, byte[] value) {
    /** A NULL of whatever type. */
    public static final Parameter NULL = new Parameter(0, false, null);
}
