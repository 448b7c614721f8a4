package io.heliosdb.sql.rewrite;

/** What kind of value an expression has, as far as a translation has to know. */
public enum ValueKind {
    BOOLEAN,
    INTEGER,
    DECIMAL,
    DOUBLE,
    TEXT,
    BINARY,
    DATE,
    TIMESTAMP,
    TIME,
    JSON,
    /** NULL itself. */
    NULL,
    /** Nobody knows before the engine does. */
    UNKNOWN;

    public boolean number() {
        return this == INTEGER || this == DECIMAL || this == DOUBLE;
    }

    public boolean temporal() {
        return this == DATE || this == TIMESTAMP || this == TIME;
    }

    /** The kind of what may be the one or the other. */
    public ValueKind or(ValueKind other) {
        if (this == other || other == NULL) {
            return this;
        }
        if (this == NULL) {
            return other;
        }
        if (this == UNKNOWN || other == UNKNOWN) {
            return UNKNOWN;
        }
        if (number() && other.number()) {
            return this == DOUBLE || other == DOUBLE ? DOUBLE : DECIMAL;
        }
        if (temporal() && other.temporal() && this != TIME && other != TIME) {
            return TIMESTAMP;
        }
        return TEXT;
    }
}
