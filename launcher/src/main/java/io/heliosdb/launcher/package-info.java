/**
 * The executable: one jar that carries the container and every bundle, and the {@code heliosdb} command.
 *
 * <p>Nothing here knows a protocol, a dialect or the engine. The bundles learn what the command line said from
 * framework properties ({@link io.heliosdb.launcher.ServerProperties}) and from ConfigAdmin.
 */
package io.heliosdb.launcher;
