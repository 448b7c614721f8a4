package io.heliosdb.compat.server;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a server listens, and who may log in: an ordinary user who owns the database.
 *
 * @param host name or address
 * @param port TCP port
 * @param user the user's name
 * @param password the user's password
 * @param database the database
 * @param tls what a client needs for TLS; empty where the server does not speak it
 */
public record Endpoint(String host, int port, String user, String password, String database, Optional<Tls> tls) {

    /**
     * How a client verifies the server.
     *
     * @param host the name that the server's certificate is made out to
     * @param authority the PEM file with the certificate that vouches for it
     */
    public record Tls(String host, Path authority) {}

    /** The name of the user that a server for tests has, of the user's database, and the password. */
    static final String DEMO = "demo";

    /** The endpoint of the demo user. */
    static Endpoint demo(String host, int port, Optional<Tls> tls) {
        return new Endpoint(host, port, DEMO, DEMO, DEMO, tls);
    }

    public Endpoint {
        Objects.requireNonNull(host, "host");
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " (expected: 1..65535)");
        }
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(database, "database");
    }

    /** The endpoint as the cases read it from their environment. */
    public Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        variables.put("COMPAT_HOST", host);
        variables.put("COMPAT_PORT", Integer.toString(port));
        variables.put("COMPAT_USER", user);
        variables.put("COMPAT_PASSWORD", password);
        variables.put("COMPAT_DATABASE", database);
        variables.put("COMPAT_TLS", tls.isPresent() ? "1" : "0");
        tls.ifPresent(speaks -> {
            variables.put("COMPAT_TLS_HOST", speaks.host());
            variables.put("COMPAT_CA", speaks.authority().toAbsolutePath().toString());
        });
        return variables;
    }

    @Override
    public String toString() {
        return host + ":" + port + "/" + database;
    }
}
