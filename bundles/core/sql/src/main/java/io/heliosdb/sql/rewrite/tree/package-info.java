/** What the parser reads: statements as trees whose nodes know where in the client's text they stand. */
@Version("1.0.0")
@Export
package io.heliosdb.sql.rewrite.tree;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
