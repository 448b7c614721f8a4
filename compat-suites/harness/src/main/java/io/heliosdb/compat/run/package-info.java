/**
 * A run of the matrix: what each cell consists of, the processes that carry it out, and the rules by which a case's
 * outcome becomes a verdict.
 */
package io.heliosdb.compat.run;
