package io.heliosdb.sql.session.internal;

import io.heliosdb.spi.type.TypeOid;

/** Types by their {@code pg_type.oid}, as far as parameters depend on them. */
final class PgTypes {
    static final int BYTEA = TypeOid.BYTEA;
    static final int INT8 = TypeOid.INT8;
    static final int INT2 = TypeOid.INT2;
    static final int INT4 = TypeOid.INT4;
    static final int TEXT = TypeOid.TEXT;
    static final int UNKNOWN = TypeOid.UNKNOWN;
    static final int BPCHAR = TypeOid.BPCHAR;
    static final int VARCHAR = TypeOid.VARCHAR;
    static final int FLOAT4 = TypeOid.FLOAT4;
    static final int FLOAT8 = TypeOid.FLOAT8;
    static final int NUMERIC = TypeOid.NUMERIC;

    private PgTypes() {}

    /** Whether the engine takes this type where nothing tells it another. */
    static boolean isText(int type) {
        return type == TEXT || type == VARCHAR || type == BPCHAR || type == UNKNOWN || type == 0;
    }

    static boolean isInteger(int type) {
        return type == INT2 || type == INT4 || type == INT8;
    }

    static boolean isFraction(int type) {
        return type == FLOAT4 || type == FLOAT8 || type == NUMERIC;
    }
}
