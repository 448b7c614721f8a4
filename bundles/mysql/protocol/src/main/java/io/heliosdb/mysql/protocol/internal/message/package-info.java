/** MySQL's messages, one record each; those of the client and those of the server apart. */
package io.heliosdb.mysql.protocol.internal.message;
