/** The servers that cases run against. */
package io.heliosdb.compat.server;
