/** The admin port: HTTP API, web console, metrics, health, and the commands of the container's shell. */
package io.heliosdb.console;
