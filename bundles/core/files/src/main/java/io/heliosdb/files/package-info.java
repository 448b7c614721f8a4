/** Files of the home, as every bundle writes them. */
@Version("1.0.0")
@Export
package io.heliosdb.files;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
