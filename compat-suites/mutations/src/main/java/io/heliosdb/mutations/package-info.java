/** Faults of a server, one at a time, for the test that the conformance lab notices them. Never part of a distribution. */
package io.heliosdb.mutations;
