package io.heliosdb.sql.session.internal;

/** The savepoint before a statement inside a transaction, to which a failure returns. */
final class StatementSavepoint {
    static final String SET = "SAVEPOINT helios_statement";
    static final String RELEASE = "RELEASE SAVEPOINT helios_statement";

    private static final String RESTORE = "ROLLBACK TO SAVEPOINT helios_statement";

    private StatementSavepoint() {}

    /** Everything is as before the statement, and the savepoint is gone. */
    static void restore(FrontendWriter out) {
        out.run(RESTORE);
        out.run(RELEASE);
    }
}
