/** The server's front: ports, detection, TLS, admission, limits and drain. Usable without a container. */
package io.heliosdb.gateway;
