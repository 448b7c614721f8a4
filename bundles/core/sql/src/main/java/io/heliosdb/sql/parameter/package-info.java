/** The places of parameters in a statement, in every driver's style and in the engine's. */
@Version("1.0.0")
@Export
package io.heliosdb.sql.parameter;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
