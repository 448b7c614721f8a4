package io.heliosdb.pg.engine.internal;

/** Quoting, for the few statements that the engine client makes itself. */
final class SqlText {
    private SqlText() {}

    /** A string constant that means the same whatever standard_conforming_strings is. */
    static String literal(String text) {
        refuseNul(text);
        return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** A name that keeps its case and every character. */
    static String identifier(String name) {
        refuseNul(name);
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static void refuseNul(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a NUL cannot be part of a statement");
        }
    }
}
