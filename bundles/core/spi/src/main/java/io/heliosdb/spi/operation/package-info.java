/** What whoever runs the server can ask of it while it runs. */
@Version("1.0.0")
@Export
package io.heliosdb.spi.operation;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
