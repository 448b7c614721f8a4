package io.heliosdb.spi.error;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The one error of HeliosDB: a SQLSTATE, a message and the optional fields of a PostgreSQL ErrorResponse. A protocol
 * renders it in its own terms. It carries no stack trace, because it reports a condition, not a defect.
 */
public final class HeliosException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Optional fields. Names as in "Error and Notice Message Fields" of PostgreSQL's protocol chapter. */
    public enum Field {
        DETAIL,
        HINT,
        POSITION,
        INTERNAL_POSITION,
        INTERNAL_QUERY,
        WHERE,
        SCHEMA,
        TABLE,
        COLUMN,
        DATA_TYPE,
        CONSTRAINT,
        FILE,
        LINE,
        ROUTINE
    }

    private final String sqlState;
    private final transient Map<Field, String> fields;

    public HeliosException(String sqlState, String message) {
        this(sqlState, message, Map.of());
    }

    /** @param fields the optional fields that are known; copied */
    public HeliosException(String sqlState, String message, Map<Field, String> fields) {
        super(Objects.requireNonNull(message, "message"), null, false, false);
        this.sqlState = Objects.requireNonNull(sqlState, "sqlState");
        this.fields = new EnumMap<>(Field.class);
        this.fields.putAll(fields);
    }

    /** The same error with one more field, for instance a hint that says what to do. */
    public HeliosException with(Field field, String value) {
        Map<Field, String> more = new EnumMap<>(Field.class);
        more.putAll(fields);
        more.put(field, value);
        return new HeliosException(sqlState, getMessage(), more);
    }

    /** Five characters, class and subclass (ISO/IEC 9075-2, table "SQLSTATE class and subclass codes"). */
    public String sqlState() {
        return sqlState;
    }

    public Optional<String> field(Field field) {
        return Optional.ofNullable(fields.get(field));
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // getMessage() goes to clients, which get the SQLSTATE apart
    public String toString() {
        return sqlState + ": " + getMessage();
    }
}
