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
 * @param bind the address that the ports listen on
 * @param demo whether the user demo exists, so that a connection string can be shown whole
 * @param ports by name
 */
record Banner(Home home, String bind, boolean demo, Map<String, Integer> ports) {
    static final String LOOPBACK = "127.0.0.1";
    private static final String SHARED = "shared";

    void print(PrintWriter out, Duration took) {
        out.printf("%nHeliosDB %s is ready after %.1f s%n%n", Packaged.version(), took.toMillis() / 1000.0);
        new TreeMap<>(ports).forEach((name, port) -> {
            if (!name.equals(SHARED)) {
                line(out, name, bind + ":" + port);
            }
        });
        if (ports.containsKey(SHARED)) {
            line(out, SHARED, bind + ":" + ports.get(SHARED) + "  (recognises the protocol)");
        }
        if (demo) {
            out.println();
            connections().forEach((name, text) -> line(out, name.substring(name.indexOf('.') + 1), text));
        }
        out.println();
        line(out, "home", home.root().toString());
        line(out, "log", home.logFile().toString());
        out.printf("%nCtrl-C stops the server.%n");
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf("  %-21s %s%n", name, value);
    }

    /** The connection strings of the protocols that listen, in the order of their names. */
    private Map<String, String> connections() {
        Properties templates = new Properties();
        try (InputStream resource = Banner.class.getResourceAsStream("connections.properties")) {
            templates.load(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> connections = new TreeMap<>();
        ports.forEach((protocol, port) -> {
            for (String name : templates.stringPropertyNames()) {
                if (name.startsWith(protocol + ".")) {
                    String template = templates.getProperty(name);
                    connections.put(name, template.replace("HOST", bind).replace("PORT", String.valueOf(port)));
                }
            }
        });
        return connections;
    }
}
