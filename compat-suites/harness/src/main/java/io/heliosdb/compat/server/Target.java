package io.heliosdb.compat.server;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.heliosdb.compat.LabException;
import io.heliosdb.compat.matrix.Yaml;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A running server that somebody else looks after, described by a file:
 *
 * <pre>
 * product: HeliosDB 1.0     # what the report calls it
 * host: db.example.com
 * ports: {postgresql: 5432} # by the name that the matrix gives them
 * user: demo
 * password: demo
 * database: demo
 * ca: server.crt            # relative to the file; without it, TLS cases do not run
 * tls-host: db.example.com  # the name in the certificate; the host when absent
 * log: /var/log/heliosdb    # where it can be read from here
 * </pre>
 */
public final class Target implements ServerUnderTest {

    private final TargetFile file;
    private final Path path;

    private Target(TargetFile file, Path path) {
        this.file = file;
        this.path = path;
    }

    record TargetFile(
            String product,
            String host,
            Map<String, Integer> ports,
            String user,
            String password,
            String database,
            Path ca,
            @JsonProperty("tls-host") String tlsHost,
            Path log) {

        TargetFile {
            product = Objects.requireNonNullElse(product, "HeliosDB");
            host = Objects.requireNonNullElse(host, "127.0.0.1");
            user = Objects.requireNonNullElse(user, Endpoint.DEMO);
            password = Objects.requireNonNullElse(password, Endpoint.DEMO);
            database = Objects.requireNonNullElse(database, Endpoint.DEMO);
            tlsHost = Objects.requireNonNullElse(tlsHost, host);
            ports = Map.copyOf(Objects.requireNonNullElse(ports, Map.of()));
        }
    }

    /**
     * Reads the description of a server.
     *
     * @throws LabException where the file cannot be read or is not in order
     */
    public static Target read(Path path) {
        return new Target(Yaml.read(path, TargetFile.class), path.toAbsolutePath());
    }

    @Override
    public String product() {
        return file.product;
    }

    @Override
    public Endpoint endpoint(String port) {
        Integer number = file.ports.get(port);
        if (number == null) {
            throw new LabException(
                    path + " names no port '" + port + "' (it has: " + String.join(", ", file.ports.keySet()) + ")");
        }
        Optional<Endpoint.Tls> tls =
                Optional.ofNullable(file.ca).map(ca -> new Endpoint.Tls(file.tlsHost, path.resolveSibling(ca)));
        return new Endpoint(file.host, number, file.user, file.password, file.database, tls);
    }

    @Override
    public Map<String, Integer> ports() {
        return file.ports;
    }

    @Override
    public Optional<Path> log() {
        return Optional.ofNullable(file.log).map(path::resolveSibling);
    }

    /** Nothing is known of a process on another machine. */
    @Override
    public boolean isAlive() {
        return true;
    }

    @Override
    public void close() {
        // It was running before, and goes on.
    }
}
