package io.heliosdb.launcher.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.StringJoiner;

/**
 * The packages of the launcher's own class path that bundles import from it.
 *
 * <p>Logging belongs to the launcher, so every bundle's slf4j is the launcher's and no service loader mediator is
 * needed. The OSGi interfaces are shared so that the launcher can speak with the services behind them.
 */
final class SharedPackages {
    private SharedPackages() {}

    /** The value of {@code org.osgi.framework.system.packages.extra}. */
    static String exports() {
        Properties versions = new Properties();
        try (InputStream resource = SharedPackages.class.getResourceAsStream("shared-packages.properties")) {
            versions.load(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        StringJoiner exports = new StringJoiner(",");
        for (String name : versions.stringPropertyNames()) {
            exports.add(name + ";version=\"" + versions.getProperty(name) + "\"");
        }
        return exports.toString();
    }
}
