/** Starts and stops an OSGi framework with a given set of bundles, and says in one line what keeps a bundle from starting. */
package io.heliosdb.launcher.container;
