/** Talks to the admin port of the server that runs in a home. */
package io.heliosdb.launcher.admin;
