/** The {@code etc} folder: settings of the bundles and log levels, checked, applied, and applied again when they change. */
package io.heliosdb.launcher.configuration;
