/** What a SQL dialect knows: the kind of a statement and its translation to the engine's own text. */
@Version("1.1.0")
@Export
package io.heliosdb.spi.dialect;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
