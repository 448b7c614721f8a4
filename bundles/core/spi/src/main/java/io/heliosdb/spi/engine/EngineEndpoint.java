package io.heliosdb.spi.engine;

import java.util.Objects;
import java.util.Optional;

/**
 * Where an engine listens and who administers it.
 *
 * @param host a host name or address; or, beginning with a slash, the directory of its Unix socket
 * @param port TCP port, or the number in the socket's name {@code .s.PGSQL.<port>}
 * @param administrator the role that creates roles and databases
 * @param password of the administrator; empty where the engine trusts the operating system's user (peer)
 * @param database the database that the administrator connects to
 */
public record EngineEndpoint(String host, int port, String administrator, Optional<String> password, String database) {
    public EngineEndpoint {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(administrator, "administrator");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(database, "database");
    }

    public boolean unixSocket() {
        return host.startsWith("/");
    }

    /** Names the endpoint without its password. */
    @Override
    public String toString() {
        return unixSocket() ? host + "/.s.PGSQL." + port : host + ":" + port;
    }
}
