/** Statements cut into tokens by a dialect's own lexical rules, and texts cut into statements. */
@Version("1.0.0")
@Export
package io.heliosdb.sql.scan;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
