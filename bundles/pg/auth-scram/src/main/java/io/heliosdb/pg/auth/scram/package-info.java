/** SCRAM as an authentication mechanism: the server's side of the exchange. */
package io.heliosdb.pg.auth.scram;
