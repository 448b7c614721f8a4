package io.heliosdb.testkit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.osgi.framework.Constants;

/**
 * A bundle on the class path: a jar, or the folder with a module's classes and manifest.
 *
 * @param path where it lies
 * @param manifest what it says of itself
 */
record BundleJar(Path path, Manifest manifest) {
    /** Everything on this class path that has a symbolic name. */
    static List<BundleJar> onClassPath() {
        List<BundleJar> found = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            of(Path.of(entry))
                    .filter(bundle -> !bundle.symbolicName().isEmpty())
                    .ifPresent(found::add);
        }
        return found;
    }

    /** What lies there, if it is a bundle. */
    static Optional<BundleJar> of(Path path) {
        try {
            Optional<Manifest> manifest = manifest(path);
            return manifest.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new BundleJar(path.toRealPath(), manifest.get()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Manifest> manifest(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            Path file = path.resolve(JarFile.MANIFEST_NAME);
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(file)) {
                return Optional.of(new Manifest(in));
            }
        }
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try (JarFile jar = new JarFile(path.toFile())) {
            return Optional.ofNullable(jar.getManifest());
        }
    }

    /** Without directives; empty for what is no bundle. */
    String symbolicName() {
        return header(Constants.BUNDLE_SYMBOLICNAME).split(";")[0].strip();
    }

    /** A header, empty where it is absent. */
    String header(String name) {
        return Optional.ofNullable(manifest.getMainAttributes().getValue(name)).orElse("");
    }

    String location() {
        return "reference:" + path.toUri();
    }
}
