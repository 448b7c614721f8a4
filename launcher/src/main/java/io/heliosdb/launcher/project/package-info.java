/** Projects of bundles that are no part of this program: what {@code heliosdb new} makes. */
package io.heliosdb.launcher.project;
