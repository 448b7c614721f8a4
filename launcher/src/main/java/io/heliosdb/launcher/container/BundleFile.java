package io.heliosdb.launcher.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One bundle as it lies on disk: {@code <folder>/<start level>/<name>.jar}.
 *
 * @param startLevel the level at which the framework starts it, from 1
 * @param jar the file, which the framework reads where it lies
 */
public record BundleFile(int startLevel, Path jar) {
    /** Where a bundle stands below its folder. */
    static final Pattern PLACE = Pattern.compile("([1-9])/([^/]+\\.jar)");

    /** The bundles of a folder, by start level and name. */
    public static List<BundleFile> in(Path folder) throws IOException {
        List<BundleFile> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder, 2)) {
            files.forEach(file -> {
                Matcher place = PLACE.matcher(folder.relativize(file).toString().replace('\\', '/'));
                if (place.matches()) {
                    found.add(new BundleFile(Integer.parseInt(place.group(1)), file));
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        found.sort(Comparator.comparingInt(BundleFile::startLevel).thenComparing(BundleFile::jar));
        return List.copyOf(found);
    }

    String location() {
        return "reference:" + jar.toUri();
    }
}
