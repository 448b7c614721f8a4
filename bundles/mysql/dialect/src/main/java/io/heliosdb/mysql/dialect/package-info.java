/** MySQL's SQL. */
package io.heliosdb.mysql.dialect;
