package io.heliosdb.launcher.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The bundles that an executable jar carries inside of itself, unpacked once: later starts find them and copy nothing.
 */
public final class BundleStore {
    private static final String PACKED = "bundles/";
    private static final String FOLDER = "bundles-";

    private final Path directory;

    /** @param directory used by nobody else; folders of other jars in it are removed */
    public BundleStore(Path directory) {
        this.directory = directory;
    }

    /** Unpacks the bundles of that jar, unless they are there. */
    public List<BundleFile> of(Path jar) throws IOException {
        String identity = FOLDER + Long.toHexString(Files.size(jar)) + "-"
                + Long.toHexString(Files.getLastModifiedTime(jar).toMillis());
        Path folder = directory.resolve(identity);
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(directory);
            removeOthers();
            Path unfinished = directory.resolve(identity + ".new");
            unpack(jar, unfinished);
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        return BundleFile.in(folder);
    }

    private static void unpack(Path jar, Path folder) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                String place =
                        entry.getName().startsWith(PACKED) ? entry.getName().substring(PACKED.length()) : "";
                if (BundleFile.PLACE.matcher(place).matches()) {
                    Path target = folder.resolve(place);
                    Files.createDirectories(target.getParent());
                    try (InputStream content = file.getInputStream(entry)) {
                        Files.copy(content, target);
                    }
                }
            }
        }
        Files.createDirectories(folder);
    }

    private void removeOthers() throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory, FOLDER + "*")) {
            for (Path folder : folders) {
                remove(folder);
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder)) {
            files = found.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
