/** The {@code etc} folder: settings of the bundles and log levels, read again when they change. */
package io.heliosdb.launcher.configuration;
