/** Who may log in: mechanisms, their exchanges, and the store of verifiers. */
@Version("1.0.0")
@Export
package io.heliosdb.spi.auth;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
