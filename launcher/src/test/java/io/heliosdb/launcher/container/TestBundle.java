package io.heliosdb.launcher.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A bundle made for a test: a manifest, and classes of the test's own. */
public final class TestBundle {
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private int startLevel = 3;

    public TestBundle(String symbolicName) {
        headers.put("Manifest-Version", "1.0");
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-SymbolicName", symbolicName);
        headers.put("Bundle-Version", "1.0.0");
    }

    public TestBundle with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    public TestBundle withClass(Class<?> type) throws IOException {
        String entry = type.getName().replace('.', '/') + ".class";
        try (InputStream bytes = type.getClassLoader().getResourceAsStream(entry)) {
            entries.put(entry, bytes.readAllBytes());
        }
        return this;
    }

    public TestBundle withEntry(String name, String text) {
        entries.put(name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return this;
    }

    public TestBundle atLevel(int level) {
        startLevel = level;
        return this;
    }

    /** Writes {@code directory/<level>/<symbolic name>.jar}. */
    public Path write(Path directory) throws IOException {
        Manifest manifest = new Manifest();
        headers.forEach((name, value) -> manifest.getMainAttributes().put(new Attributes.Name(name), value));
        Path jar = directory.resolve(String.valueOf(startLevel)).resolve(headers.get("Bundle-SymbolicName") + ".jar");
        Files.createDirectories(jar.getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return jar;
    }
}
