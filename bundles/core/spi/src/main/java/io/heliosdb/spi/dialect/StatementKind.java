package io.heliosdb.spi.dialect;

/** What a statement is for, as far as its first words tell. */
public enum StatementKind {
    /** Returns rows: SELECT, VALUES, TABLE, WITH, SHOW. */
    QUERY,
    /** Changes rows: INSERT, UPDATE, DELETE, MERGE. */
    MANIPULATION,
    /** Creates, alters or drops an object inside a database. */
    DEFINITION,
    /** Creates, alters or drops a database: the engine refuses it while idle connections hold the database. */
    DATABASE_DEFINITION,
    /** Begins, ends or marks a transaction. */
    TRANSACTION,
    /** Everything else: session settings, COPY, LISTEN, procedural blocks, an empty statement. */
    OTHER
}
