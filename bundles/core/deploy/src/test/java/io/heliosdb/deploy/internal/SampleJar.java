package io.heliosdb.deploy.internal;

import io.heliosdb.deploy.sample.Activator;
import io.heliosdb.deploy.sample.SampleProtocol;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A bundle with the sample protocol, as a test wants it. */
final class SampleJar {
    private static final String PACKAGE = SampleProtocol.class.getPackageName();

    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();

    /** @param says what its clients are answered */
    SampleJar(String version, String says) {
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-SymbolicName", "test.sample");
        headers.put("Bundle-Version", version);
        headers.put("Bundle-Activator", Activator.class.getName());
        headers.put(
                "Import-Package",
                "org.osgi.framework,io.heliosdb.spi.error,io.heliosdb.spi.protocol,io.netty.buffer,io.netty.channel,"
                        + "io.netty.util.concurrent");
        headers.put("Provide-Capability", "heliosdb.protocol;heliosdb.protocol=sample;version:Version=" + version);
        headers.put("Sample-Says", says);
    }

    /** @param value null to leave it out */
    SampleJar header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    SampleJar probe(String name) {
        files.put("probes/sample/" + name + ".py", "# " + name);
        return this;
    }

    /** Writes it beside and moves it into place, as a careful operator does. */
    Path at(Path jar) {
        Path draft = jar.resolveSibling(jar.getFileName() + ".part");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach((name, value) -> {
            if (value != null) {
                manifest.getMainAttributes().putValue(name, value);
            }
        });
        try (OutputStream out = Files.newOutputStream(draft);
                JarOutputStream zip = new JarOutputStream(out, manifest)) {
            for (String name : List.of("Activator", "SampleProtocol", "SampleProtocol$1", "SampleProtocol$2")) {
                String path = (PACKAGE + "." + name).replace('.', '/') + ".class";
                zip.putNextEntry(new JarEntry(path));
                try (InputStream in = SampleJar.class.getClassLoader().getResourceAsStream(path)) {
                    in.transferTo(zip);
                }
            }
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new JarEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        try {
            return Files.move(draft, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
