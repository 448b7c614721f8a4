package io.heliosdb.launcher.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One bundle as it is packed: {@code bundles/<start level>/<name>.jar}.
 *
 * @param startLevel the level at which the framework starts it, from 1
 * @param name the jar's file name
 * @param location where the framework reads it; a {@code reference:} is used in place, anything else is copied to the
 *     framework's cache
 */
public record BundleFile(int startLevel, String name, String location) {
    private static final Pattern PACKED = Pattern.compile("bundles/([1-9])/([^/]+\\.jar)");

    /** The bundles that an executable jar carries inside of itself. */
    public static List<BundleFile> inJar(Path jar) throws IOException {
        List<BundleFile> found = new ArrayList<>();
        URI outer = jar.toUri();
        try (JarFile file = new JarFile(jar.toFile())) {
            file.stream().forEach(entry -> {
                Matcher packed = PACKED.matcher(entry.getName());
                if (packed.matches()) {
                    found.add(new BundleFile(
                            Integer.parseInt(packed.group(1)),
                            packed.group(2),
                            "jar:" + outer + "!/" + entry.getName()));
                }
            });
        }
        return sorted(found);
    }

    /** The bundles in {@code directory/<start level>/}, used where they lie. */
    public static List<BundleFile> inDirectory(Path directory) throws IOException {
        List<BundleFile> found = new ArrayList<>();
        try (Stream<Path> jars = Files.find(directory, 2, (path, attributes) -> attributes.isRegularFile())) {
            jars.forEach(path -> {
                Matcher packed = PACKED.matcher(
                        "bundles/" + directory.relativize(path).toString().replace('\\', '/'));
                if (packed.matches()) {
                    found.add(new BundleFile(
                            Integer.parseInt(packed.group(1)), packed.group(2), "reference:" + path.toUri()));
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return sorted(found);
    }

    /** The bytes of the jar, or null where the framework opens {@link #location} by itself. */
    InputStream open() throws IOException {
        return location.startsWith("reference:")
                ? null
                : URI.create(location).toURL().openStream();
    }

    private static List<BundleFile> sorted(List<BundleFile> bundles) {
        bundles.sort(Comparator.comparingInt(BundleFile::startLevel).thenComparing(BundleFile::name));
        return List.copyOf(bundles);
    }
}
