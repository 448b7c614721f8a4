/** The engine client: pooled connections to a server of the PostgreSQL family, on the client connections' own event loops. */
package io.heliosdb.pg.engine;
