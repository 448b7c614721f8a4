package io.heliosdb.sql.session.internal;

/** Types by their {@code pg_type.oid}, as far as parameters depend on them. */
final class PgTypes {
    static final int BYTEA = 17;
    static final int INT8 = 20;
    static final int INT2 = 21;
    static final int INT4 = 23;
    static final int TEXT = 25;
    static final int UNKNOWN = 705;
    static final int BPCHAR = 1042;
    static final int VARCHAR = 1043;
    static final int FLOAT4 = 700;
    static final int FLOAT8 = 701;
    static final int NUMERIC = 1700;

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
