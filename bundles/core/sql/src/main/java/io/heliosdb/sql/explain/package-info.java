/** What becomes of a statement before it reaches the engine, for people who look into a dialect. */
@Version("1.0.0")
@Export
package io.heliosdb.sql.explain;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
