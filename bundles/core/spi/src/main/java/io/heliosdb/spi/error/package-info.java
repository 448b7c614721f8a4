/** The one error model: what the engine reports and what every protocol renders in its own terms. */
@Version("1.0.0")
@Export
package io.heliosdb.spi.error;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
