package io.heliosdb.spi.dialect;

/** What a statement means for the transaction of its session. */
public enum TransactionEffect {
    /** Runs inside the open transaction; without one it is a transaction of its own, or begins one. */
    STATEMENT,
    /** Touches no data: neither begins a transaction nor ends one. */
    NONE,
    /** Ends an open transaction with success, then is a transaction of its own (MySQL: "implicit commit"). */
    COMMITS,
    /** Ends an open transaction with success, then begins one; its steps, if any, replace {@link DialectSession#begin}. */
    BEGIN,
    /** Ends the transaction with success; without an open one nothing happens. */
    COMMIT,
    /** Takes the transaction back; without an open one nothing happens. */
    ROLLBACK,
    /** Sets, releases or returns to a savepoint: runs as it is inside a transaction, and not at all outside of one. */
    SAVEPOINT
}
