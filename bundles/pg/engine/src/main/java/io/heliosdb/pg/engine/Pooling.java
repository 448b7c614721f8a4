package io.heliosdb.pg.engine;

/** How long a session keeps a connection to the engine. */
public enum Pooling {
    /** From its start to its end: everything works as without a pool. */
    SESSION,
    /** For a transaction: many sessions share few connections. */
    TRANSACTION
}
