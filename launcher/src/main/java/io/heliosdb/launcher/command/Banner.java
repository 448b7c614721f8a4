package io.heliosdb.launcher.command;

import io.heliosdb.launcher.Packaged;
import io.heliosdb.launcher.home.Home;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What {@code serve} prints once it is ready: where it listens, what to copy into a program, where things are.
 *
 * @param demo whether the user demo exists, so that a connection string can be shown whole
 * @param host where a client on this machine reaches the ports
 * @param ports by name
 */
record Banner(Home home, boolean demo, String host, Map<String, Integer> ports) {
    static final String LOOPBACK = "127.0.0.1";
    private static final String SHARED = "shared";
    private static final String ADMIN = "admin";

    void print(PrintWriter out, Duration took) {
        out.printf("%nHeliosDB %s is ready after %.1f s%n%n", Packaged.version(), took.toMillis() / 1000.0);
        new TreeMap<>(ports)
                .forEach((name, port) -> line(
                        out, name, "port " + port + (name.equals(SHARED) ? ", which recognises the protocol" : "")));
        if (demo) {
            out.println();
            connections().forEach((name, text) -> line(out, name, text));
        }
        out.println();
        line(out, "home", home.root().toString());
        line(out, "log", home.logFile().toString());
        Integer admin = ports.get(ADMIN);
        if (admin != null) {
            line(out, "console", "http://" + LOOPBACK + ":" + admin + ", with the token in " + home.adminToken());
        }
        out.printf("%nCtrl-C stops the server.%n");
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf("  %-21s %s%n", name, value);
    }

    /** Connection strings by the client's name, for the protocols that listen. */
    private Map<String, String> connections() {
        Properties templates = new Properties();
        try (InputStream resource = Banner.class.getResourceAsStream("connections.properties")) {
            templates.load(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> connections = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        templates.stringPropertyNames().forEach(key -> {
            String protocol = key.substring(0, key.indexOf('.'));
            Integer port = ports.get(protocol);
            if (port != null) {
                connections.put(
                        key.substring(protocol.length() + 1),
                        templates.getProperty(key).replace("HOST", host).replace("PORT", port.toString()));
            }
        });
        return connections;
    }
}
