/** A client's statements at the engine, for protocols whose dialect is not the engine's own. */
@Version("1.1.0")
@Export
package io.heliosdb.sql.session;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
