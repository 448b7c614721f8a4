package io.heliosdb.sql.session;

/**
 * A parameter's value.
 *
 * @param type the client's idea of its type as {@code pg_type.oid}, 0 for none: taken where the engine has no better one
 * @param value its text form in UTF-8, or for {@code bytea} its octets; not changed by anybody afterwards; null for NULL
 */
public record Parameter(int type, byte[] value) {
    /** A NULL of whatever type. */
    public static final Parameter NULL = new Parameter(0, null);
}
