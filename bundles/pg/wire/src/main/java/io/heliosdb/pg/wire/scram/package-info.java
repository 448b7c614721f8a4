/** SCRAM-SHA-256 (RFC 5802, RFC 7677): keys, verifiers and messages, for the server's side and for the client's. */
@Version("1.0.0")
@Export
package io.heliosdb.pg.wire.scram;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
