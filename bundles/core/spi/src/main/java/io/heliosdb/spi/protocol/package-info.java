/** What a wire protocol provides to the gateway, and what the gateway lends to it. */
@Version("1.1.0")
@Export
package io.heliosdb.spi.protocol;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
