/** mysql_native_password as an authentication mechanism: the server's side of the exchange. */
package io.heliosdb.mysql.auth.nativepassword;
