package io.heliosdb.mutations;

import io.heliosdb.mutations.internal.FaultyVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;

/** Versions of the program's own bundles: the same, or with one fault. */
final class VersionJar {
    private static final String COMPONENTS = "Service-Component";
    private static final String COMPONENT_FILES = "OSGI-INF/";

    private final Path program;
    private final String name;

    /** @param name symbolic name of a bundle of the program */
    VersionJar(Path program, String name) {
        this.program = program;
        this.name = name;
    }

    /** The bundle as it is, but for its version. */
    void write(String version, Path to) throws IOException {
        try (JarInputStream in = open()) {
            Manifest manifest = in.getManifest();
            manifest.getMainAttributes().putValue(Constants.BUNDLE_VERSION, version);
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(to), manifest)) {
                copy(in, out, new HashSet<>(Set.of(JarFile.MANIFEST_NAME)));
            }
        }
    }

    /**
     * The bundle with this module's classes between its services and everybody else.
     *
     * @param fault empty for the one that the server's {@link io.heliosdb.mutations.internal.MutationSwitch} names
     */
    void write(String version, Optional<Mutation> fault, Path to) throws IOException {
        try (JarInputStream in = open();
                JarInputStream mutations = new JarInputStream(Files.newInputStream(PackedServer.mutations()))) {
            Manifest manifest = in.getManifest();
            Attributes headers = manifest.getMainAttributes();
            headers.putValue(Constants.BUNDLE_VERSION, version);
            headers.putValue(Constants.BUNDLE_ACTIVATOR, FaultyVersion.class.getName());
            headers.putValue(Constants.DYNAMICIMPORT_PACKAGE, "*");
            headers.putValue(FaultyVersion.GENUINE, components(headers));
            fault.ifPresent(named -> headers.putValue(FaultyVersion.FAULT, named.id()));
            headers.remove(new Attributes.Name(COMPONENTS));
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(to), manifest)) {
                Set<String> written = new HashSet<>(Set.of(JarFile.MANIFEST_NAME));
                copy(in, out, written);
                copy(mutations, out, written);
            }
        }
    }

    /** The classes of its components, after which their files are named. */
    private static String components(Attributes headers) {
        return headers.getValue(COMPONENTS).replace(COMPONENT_FILES, "").replaceAll("\\.xml(?=,|$)", "");
    }

    private JarInputStream open() throws IOException {
        Pattern wanted = Pattern.compile("bundles/\\d+/" + Pattern.quote(name) + "-\\d[^/]*\\.jar");
        try (JarFile jar = new JarFile(program.toFile())) {
            JarEntry entry = jar.stream()
                    .filter(each -> wanted.matcher(each.getName()).matches())
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("the program has no bundle " + name));
            try (InputStream octets = jar.getInputStream(entry)) {
                return new JarInputStream(new ByteArrayInputStream(octets.readAllBytes()));
            }
        }
    }

    private static void copy(JarInputStream in, JarOutputStream out, Set<String> written) throws IOException {
        for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
            if (written.add(entry.getName())) {
                out.putNextEntry(new JarEntry(entry.getName()));
                in.transferTo(out);
                out.closeEntry();
            }
        }
    }
}
