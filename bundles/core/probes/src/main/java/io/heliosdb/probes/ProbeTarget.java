package io.heliosdb.probes;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The address of a protocol that is probed, and who logs in there.
 *
 * @param protocol its name: {@code postgresql}, {@code mysql}
 * @param host name or address
 * @param port 1 to 65535
 * @param user an ordinary user that may make tables in the database
 * @param password in no log, and not in {@link #toString}
 * @param database where the probes work
 * @param authority PEM file with the certificate that signed the server's; empty where the server speaks no TLS
 */
public record ProbeTarget(
        String protocol,
        String host,
        int port,
        String user,
        String password,
        String database,
        Optional<Path> authority) {
    private static final int LAST_PORT = 65535;

    public ProbeTarget {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(authority, "authority");
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to " + LAST_PORT + ")");
        }
    }

    /**
     * From texts by the names of the components, {@code ca} for the authority.
     *
     * @throws IllegalArgumentException naming what is missing or wrong
     */
    public static ProbeTarget of(Map<String, String> values) {
        String port = required(values, "port");
        if (!port.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("port: \"" + port + "\" (expected: 1 to " + LAST_PORT + ")");
        }
        return new ProbeTarget(
                required(values, "protocol"),
                required(values, "host"),
                Integer.parseInt(port),
                required(values, "user"),
                required(values, "password"),
                required(values, "database"),
                Optional.ofNullable(values.get("ca")).map(Path::of));
    }

    private static String required(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("the target has no " + key);
        }
        return value;
    }

    @Override
    public String toString() {
        return protocol + "://" + user + "@" + host + ":" + port + "/" + database;
    }
}
