/** The engine: sessions, results and provisioning on a PostgreSQL-family server. */
@Version("1.0.0")
@Export
package io.heliosdb.spi.engine;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
