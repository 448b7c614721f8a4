/** Translations that are kept: statements that differ in their literals only are translated once. */
@Version("1.0.0")
@Export
package io.heliosdb.sql.template;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
