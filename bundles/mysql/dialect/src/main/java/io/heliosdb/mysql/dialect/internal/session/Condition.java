package io.heliosdb.mysql.dialect.internal.session;

import java.util.Locale;
import java.util.Objects;

/**
 * A line of SHOW WARNINGS.
 *
 * @param code MySQL's number
 */
record Condition(Level level, int code, String message) {
    /** How grave it is. */
    enum Level {
        NOTE,
        WARNING,
        ERROR;

        /** As MySQL prints it. */
        String label() {
            return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
        }
    }

    Condition {
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(message, "message");
    }
}
