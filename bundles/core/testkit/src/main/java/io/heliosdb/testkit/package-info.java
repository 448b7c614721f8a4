/** What the tests of every protocol share: the gateway's side of a connection, and the tests that each must pass. */
package io.heliosdb.testkit;
