/** MySQL's types: one codec each, from the engine's binary cells to what the client reads, and back for parameters. */
package io.heliosdb.mysql.protocol.internal.type;
