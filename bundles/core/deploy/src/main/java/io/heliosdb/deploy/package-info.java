/** Brings bundles into service and out of it while clients are connected. */
@Version("1.0.0")
@Export
package io.heliosdb.deploy;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
