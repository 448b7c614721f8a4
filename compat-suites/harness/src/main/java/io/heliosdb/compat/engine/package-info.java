/** The lab as a JUnit Platform engine. */
package io.heliosdb.compat.engine;
