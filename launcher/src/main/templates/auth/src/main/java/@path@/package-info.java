/** The authentication mechanism @name@: the server's side of it. */
package @package@;
