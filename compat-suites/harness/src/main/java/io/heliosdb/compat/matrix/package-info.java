/** What to run: the matrix of drivers, versions and lanes, the selection of it, and the gaps that are known. */
package io.heliosdb.compat.matrix;
