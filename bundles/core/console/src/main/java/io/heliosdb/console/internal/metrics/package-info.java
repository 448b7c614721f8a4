/** What happened on the connections, counted and timed. */
package io.heliosdb.console.internal.metrics;
