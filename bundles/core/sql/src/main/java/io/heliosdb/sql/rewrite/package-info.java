/**
 * The rewrite framework: a parser of SQL that a dialect extends with its own grammar, and a writer of the engine's SQL that
 * a dialect extends with its own rules.
 */
@Version("1.0.0")
@Export
package io.heliosdb.sql.rewrite;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
