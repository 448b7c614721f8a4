/** The protocol @name@: lines of text, a login, then SQL statements. */
package @package@;
