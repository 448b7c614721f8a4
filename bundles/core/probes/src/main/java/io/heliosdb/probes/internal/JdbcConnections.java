package io.heliosdb.probes.internal;

import io.heliosdb.probes.ProbeTarget;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections to a target by the JDBC driver of its protocol where there is one, and as octets. */
public final class JdbcConnections implements Connections {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcConnections.class);

    /** How a protocol is spoken: its driver, the beginning of its URLs, and what its driver calls things. */
    private record Dialling(Driver driver, String scheme, Properties inTls, Properties inClear) {}

    private final ProbeTarget target;
    private final Duration limit;
    private final Optional<Dialling> dialling;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Set<OctetStream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean aborted;

    /** @param limit how long the server may take for any answer */
    public JdbcConnections(ProbeTarget target, Duration limit) {
        this.target = target;
        this.limit = limit;
        this.dialling = dialling(target, limit);
    }

    private static Optional<Dialling> dialling(ProbeTarget target, Duration limit) {
        long seconds = Math.max(1, limit.toSeconds());
        String authority = target.authority().map(Object::toString).orElse("");
        return switch (target.protocol()) {
            case "postgresql" ->
                Optional.of(new Dialling(
                        new org.postgresql.Driver(),
                        "jdbc:postgresql:",
                        properties(Map.of(
                                "sslmode", "verify-ca", "sslrootcert", authority, "socketTimeout", seconds + "")),
                        properties(Map.of("sslmode", "disable", "socketTimeout", seconds + ""))));
            case "mysql" ->
                Optional.of(new Dialling(
                        new org.mariadb.jdbc.Driver(),
                        "jdbc:mariadb:",
                        properties(Map.of(
                                "sslMode",
                                "verify-ca",
                                "serverSslCert",
                                authority,
                                "socketTimeout",
                                seconds * 1000 + "",
                                "useServerPrepStmts",
                                "true",
                                "tinyInt1isBit",
                                "false")),
                        properties(Map.of(
                                "sslMode",
                                "disable",
                                "allowPublicKeyRetrieval",
                                "true",
                                "socketTimeout",
                                seconds * 1000 + "",
                                "useServerPrepStmts",
                                "true",
                                "tinyInt1isBit",
                                "false"))));
            default -> Optional.empty();
        };
    }

    private static Properties properties(Map<String, String> values) {
        Properties properties = new Properties();
        properties.putAll(values);
        return properties;
    }

    @Override
    public JdbcSession open(String user, String password, String database, boolean tls) throws SQLException {
        Dialling spoken = dialling.orElseThrow(() -> new SQLException(
                "no driver here speaks " + target.protocol() + ": talk() gives a connection of octets"));
        Properties properties = new Properties();
        properties.putAll(tls ? spoken.inTls : spoken.inClear);
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        String host = target.host().contains(":") ? "[" + target.host() + "]" : target.host();
        Connection connection =
                spoken.driver.connect(spoken.scheme + "//" + host + ":" + target.port() + "/" + database, properties);
        open.add(connection);
        if (aborted) {
            connection.abort(Runnable::run);
            throw new SQLException("the probe was ended", "57014");
        }
        return new JdbcSession(connection, () -> open.remove(connection));
    }

    @Override
    public OctetStream octets() throws IOException {
        OctetStream stream = new OctetStream(target.host(), target.port(), limit);
        streams.add(stream);
        if (aborted) {
            stream.close();
            throw new IOException("the probe was ended");
        }
        return stream;
    }

    @Override
    public void abort() {
        aborted = true;
        open.forEach(JdbcConnections::abort);
        open.clear();
        streams.forEach(JdbcConnections::abort);
        streams.clear();
    }

    private static void abort(OctetStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            LOG.debug("a connection is broken already", e);
        }
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("{} is broken already", connection, e);
        }
    }
}
