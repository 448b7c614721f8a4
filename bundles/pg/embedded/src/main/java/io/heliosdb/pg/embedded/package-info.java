/** An embedded PostgreSQL server as a supervised child process: usable with and without OSGi. */
@Version("1.0.0")
@Export
package io.heliosdb.pg.embedded;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
