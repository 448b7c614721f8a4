/** Who may log in: the users of a home, as an administrator edits them. */
@Version("1.0.0")
@Export
package io.heliosdb.identity;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
