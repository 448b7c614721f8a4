/** What the jars that the tests deploy are made of. */
package io.heliosdb.deploy.sample;
