/** PostgreSQL, the dialect that the engine speaks itself. */
package io.heliosdb.pg.dialect;
