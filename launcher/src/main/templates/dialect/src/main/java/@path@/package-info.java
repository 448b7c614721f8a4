/** The dialect @name@: the engine's SQL, with what its vendor has beside it. */
package @package@;
