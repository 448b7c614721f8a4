package io.heliosdb.launcher.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The bundles that an executable jar carries inside of itself, unpacked once: later starts find them and copy nothing.
 */
public final class BundleStore {
    private static final String PACKED = "bundles/";
    private static final String FOLDER = "bundles-";

    private final Path directory;

    /** @param directory used for nothing else */
    public BundleStore(Path directory) {
        this.directory = directory;
    }

    /** Unpacks the bundles of that jar, unless they are there. */
    public List<BundleFile> of(Path jar) throws IOException {
        Path folder = folder(jar);
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(directory);
            Path unfinished = Files.createTempDirectory(directory, FOLDER);
            unpack(jar, unfinished);
            finish(unfinished, folder);
        }
        return BundleFile.in(folder);
    }

    /** Removes what was unpacked from other jars. Whoever calls this knows that no process runs from there. */
    public void keepOnly(Path jar) throws IOException {
        Path kept = folder(jar);
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory, FOLDER + "*")) {
            for (Path folder : folders) {
                if (!folder.equals(kept)) {
                    Trees.delete(folder);
                }
            }
        }
    }

    private Path folder(Path jar) throws IOException {
        return directory.resolve(FOLDER + Long.toHexString(Files.size(jar)) + "-"
                + Long.toHexString(Files.getLastModifiedTime(jar).toMillis()));
    }

    private static void finish(Path unfinished, Path folder) throws IOException {
        try {
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Trees.delete(unfinished);
            if (!Files.isDirectory(folder)) {
                throw e;
            }
            // Another process was faster.
        }
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
}
