/** The canonical form of columns and values: PostgreSQL types in their wire formats. */
@Version("1.0.0")
@Export
package io.heliosdb.spi.type;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
