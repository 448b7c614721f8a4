/**
 * PostgreSQL's protocol 3.0 and 3.2 on the wire, as both the server side (pg/protocol) and the engine client (pg/engine)
 * need it: framing and limits. Names and layouts are those of the manual's chapter "Frontend/Backend Protocol".
 */
@Version("1.0.0")
@Export
package io.heliosdb.pg.wire;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
