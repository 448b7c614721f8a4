/** Probes: small Python programs that say whether a protocol serves its clients. */
@Version("1.0.0")
@Export
package io.heliosdb.probes;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
