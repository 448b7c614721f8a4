package io.heliosdb.mysql.dialect.internal.query;

import java.util.Objects;

/**
 * A value that a session keeps: a variable, the last generated key.
 *
 * @param engineType the engine's name of its type, as {@code pg_typeof} says it ({@code bigint}, {@code text})
 * @param text the engine's text form; null for NULL
 */
public record SessionValue(String engineType, String text) {
    /** NULL; of type text, as a user variable that was never set. */
    public static final SessionValue NULL = new SessionValue("text", null);

    public SessionValue {
        Objects.requireNonNull(engineType, "engineType");
    }

    public static SessionValue of(long number) {
        return new SessionValue("bigint", Long.toString(number));
    }

    public static SessionValue of(String text) {
        return new SessionValue("text", text);
    }
}
