package io.heliosdb.launcher.command;

import io.heliosdb.launcher.LaunchException;
import io.heliosdb.launcher.home.Home;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * The server that probes look at: where each protocol listens, who logs in, and the certificate.
 *
 * @param values by the keys of a target file
 */
record ProbedServer(Map<String, String> values) {
    private static final String PORT = "port.";
    private static final String GATEWAY = "io.heliosdb.gateway.cfg";
    private static final Map<String, String> DEFAULTS = Map.of(
            "host",
            "127.0.0.1",
            "user",
            "demo",
            "password",
            "demo",
            "database",
            "demo",
            "port.postgresql",
            "5432",
            "port.mysql",
            "3306");
    private static final List<String> PLAIN = List.of("host", "user", "password", "database", "ca");

    /**
     * As a file says: {@code key = value}, with the defaults of a demo server on this machine.
     *
     * @throws LaunchException where it cannot be read, or has a key that means nothing
     */
    static ProbedServer of(Path file) throws LaunchException {
        Map<String, String> values = new HashMap<>(DEFAULTS);
        for (Map.Entry<String, String> entry : read(file).entrySet()) {
            if (!PLAIN.contains(entry.getKey()) && !entry.getKey().startsWith(PORT)) {
                throw new LaunchException(file + ": " + entry.getKey() + " (expected: " + String.join(", ", PLAIN)
                        + " or port.<protocol>)");
            }
            values.put(entry.getKey(), entry.getValue());
        }
        values.computeIfPresent(
                "ca", (key, path) -> file.toAbsolutePath().resolveSibling(path).toString());
        return new ProbedServer(values);
    }

    /** The demo server of a home, at the ports that its configuration says. */
    static ProbedServer of(Home home) throws LaunchException {
        Map<String, String> values = new HashMap<>(DEFAULTS);
        Path configuration = home.etc().resolve(GATEWAY);
        if (Files.exists(configuration)) {
            read(configuration).forEach((key, value) -> {
                if (key.startsWith(PORT)) {
                    values.put(key, value);
                }
            });
        }
        Path certificate = home.root().resolve("tls").resolve("server.crt");
        if (Files.isReadable(certificate)) {
            values.put("ca", certificate.toString());
        }
        return new ProbedServer(values);
    }

    private static Map<String, String> read(Path file) throws LaunchException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new LaunchException(file + " does not exist", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new LaunchException(file + " cannot be read: " + e.getMessage(), e);
        }
        Map<String, String> values = new HashMap<>();
        properties
                .stringPropertyNames()
                .forEach(name -> values.put(name, properties.getProperty(name).strip()));
        return values;
    }

    /** The protocols whose port is known, sorted. */
    Set<String> protocols() {
        Set<String> protocols = new TreeSet<>();
        values.keySet().stream()
                .filter(key -> key.startsWith(PORT))
                .forEach(key -> protocols.add(key.substring(PORT.length())));
        return protocols;
    }

    /** What the probe runner wants to know of one of the protocols. */
    Map<String, String> target(String protocol) {
        Map<String, String> target = new HashMap<>();
        values.forEach((key, value) -> {
            if (PLAIN.contains(key)) {
                target.put(key, value);
            }
        });
        target.put("protocol", protocol);
        target.put("port", values.get(PORT + protocol));
        return target;
    }
}
