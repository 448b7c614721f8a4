/** The messages that are read or written field by field, one record each; results and requests are only framed. */
@Version("1.0.0")
@Export
package io.heliosdb.pg.wire.message;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
