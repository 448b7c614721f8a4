/** The processes that the lab starts, and the events that a driver's process reports. */
package io.heliosdb.compat.process;
