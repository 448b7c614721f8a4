/** The commands {@code helios:*} of the container's shell. */
package io.heliosdb.console.internal.shell;
