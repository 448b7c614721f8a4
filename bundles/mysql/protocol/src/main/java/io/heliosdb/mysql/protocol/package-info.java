/** MySQL's client/server protocol, server side. */
package io.heliosdb.mysql.protocol;
