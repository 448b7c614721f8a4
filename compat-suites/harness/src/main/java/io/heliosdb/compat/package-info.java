/**
 * The conformance lab: {@link io.heliosdb.compat.Conformance} runs it, {@link io.heliosdb.compat.ConformanceOptions}
 * says what. The packages below are its parts: the matrix, the drivers' environments, their processes, the servers, the
 * run itself, the JUnit Platform engine around it, the Allure results.
 */
package io.heliosdb.compat;
