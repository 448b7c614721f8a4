package io.heliosdb.mysql.dialect.internal.session;

import java.util.Optional;

/** With what characteristics transactions begin: those of the session, or those that were set for the next one alone. */
final class TransactionSettings {
    private final VariableValues variables;
    private Optional<String> nextIsolation = Optional.empty();
    private Optional<Boolean> nextReadOnly = Optional.empty();
    private boolean open;

    TransactionSettings(VariableValues variables) {
        this.variables = variables;
    }

    /** @param isolation a value of {@code transaction_isolation} */
    void nextIsolation(String isolation) {
        nextIsolation = Optional.of(isolation);
    }

    void nextReadOnly(boolean readOnly) {
        nextReadOnly = Optional.of(readOnly);
    }

    /** What was set for the next transaction alone. */
    Optional<String> nextIsolation() {
        return nextIsolation;
    }

    /** What was set for the next transaction alone. */
    Optional<Boolean> nextReadOnly() {
        return nextReadOnly;
    }

    /** The engine's text that begins the next transaction; READ ONLY or READ WRITE in the statement itself comes first. */
    String begin(Optional<Boolean> readOnly) {
        String isolation = nextIsolation.orElseGet(() -> variables.shown("transaction_isolation"));
        boolean reading = readOnly.or(() -> nextReadOnly).orElseGet(() -> variables.on("transaction_read_only"));
        return "BEGIN ISOLATION LEVEL " + engineLevel(isolation) + (reading ? " READ ONLY" : " READ WRITE");
    }

    /** A transaction began: what was set for it is spent. */
    void begun() {
        open = true;
        nextIsolation = Optional.empty();
        nextReadOnly = Optional.empty();
    }

    /** A transaction ended. */
    void ended() {
        open = false;
    }

    /** A transaction ended, and another began with it. */
    void chained() {
        open = true;
    }

    /** Whether a transaction is open, and its characteristics can be changed no more. */
    boolean open() {
        return open;
    }

    private static String engineLevel(String isolation) {
        return switch (isolation) {
            case "SERIALIZABLE" -> "SERIALIZABLE";
            case "REPEATABLE-READ" -> "REPEATABLE READ";
            // The engine has no dirty reads.
            default -> "READ COMMITTED";
        };
    }
}
