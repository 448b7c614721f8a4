/** Typed reading of a bundle's configuration, with what is wrong said by the name of its key. */
@Version("1.0.0")
@Export
package io.heliosdb.spi.configuration;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
