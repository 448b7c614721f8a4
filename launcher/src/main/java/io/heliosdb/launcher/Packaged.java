package io.heliosdb.launcher;

import io.heliosdb.launcher.container.BundleFile;
import io.heliosdb.launcher.container.BundleStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** What came with the program: its version and its bundles. */
public final class Packaged {
    private Packaged() {}

    public static String version() {
        Properties properties = new Properties();
        try (InputStream resource = Packaged.class.getResourceAsStream("version.properties")) {
            properties.load(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    /**
     * The bundles beside the program where it was unpacked from the distribution, otherwise those inside its jar.
     *
     * @param store where the latter are unpacked
     */
    public static List<BundleFile> bundles(Path store) throws LaunchException {
        try {
            Path program = Path.of(Packaged.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return bundles(program, store);
        } catch (URISyntaxException e) {
            throw new LaunchException("The program's own file cannot be found: " + e.getMessage(), e);
        }
    }

    static List<BundleFile> bundles(Path program, Path store) throws LaunchException {
        Path beside = program.resolveSibling("../bundles").normalize();
        try {
            List<BundleFile> bundles =
                    Files.isDirectory(beside) ? BundleFile.in(beside) : new BundleStore(store).of(program);
            if (bundles.isEmpty()) {
                throw new LaunchException("There are no bundles in " + program + " nor in " + beside);
            }
            return bundles;
        } catch (IOException e) {
            throw new LaunchException("The bundles of " + program + " cannot be read: " + e, e);
        }
    }
}
