package io.heliosdb.mysql.dialect.internal.ddl;

import io.heliosdb.mysql.dialect.internal.text.Name;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.spi.error.HeliosException;
import java.util.Optional;

/**
 * A column's default.
 *
 * @param given whether the statement names one
 * @param text the engine's text of it; empty for NULL
 * @param literal whether it needs no evaluation
 */
record DefaultValue(boolean given, Optional<String> text, boolean literal) {
    static final DefaultValue NONE = new DefaultValue(false, Optional.empty(), true);
    static final DefaultValue NULL = new DefaultValue(true, Optional.empty(), true);

    static DefaultValue literal(String text) {
        return new DefaultValue(true, Optional.of(text), true);
    }

    static DefaultValue evaluated(String text) {
        return new DefaultValue(true, Optional.of(text), false);
    }

    /** Refuses what MySQL refuses. */
    void check(ColumnType type, Name column, boolean onUpdate) {
        if (text.isPresent() && literal && type.family().large()) {
            throw Refusal.of(
                    1101, "BLOB, TEXT, GEOMETRY or JSON column '" + column.spelling() + "' can't have a default value");
        }
        boolean timed = type.family() == Family.DATETIME || type.family() == Family.TIMESTAMP;
        if (onUpdate && !timed) {
            throw Refusal.of(1294, "Invalid ON UPDATE clause for '" + column.spelling() + "' column");
        }
    }

    static HeliosException invalid(Name column) {
        return Refusal.of(1067, "Invalid default value for '" + column.spelling() + "'");
    }
}
