/** What whoever runs the server sees and does: deployments, connections, telemetry, packet traces. */
@Version("1.0.0")
@Export
package io.heliosdb.spi.operation;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
