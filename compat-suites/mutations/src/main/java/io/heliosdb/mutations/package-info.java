/** Faults of a server, one at a time, for the tests that the conformance lab and the probes notice them. Never part of a distribution. */
package io.heliosdb.mutations;
