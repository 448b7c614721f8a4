/** The release gate: reads its rules, the results and the published report, and says whether a release may go. */
package io.heliosdb.compat.gate;
