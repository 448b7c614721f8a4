/** PostgreSQL's frontend/backend protocol, server side. */
package io.heliosdb.pg.protocol;
