/** The virtual environments that drivers are installed in. */
package io.heliosdb.compat.provisioning;
