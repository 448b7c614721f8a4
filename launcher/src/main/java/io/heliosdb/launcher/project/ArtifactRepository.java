package io.heliosdb.launcher.project;

import io.heliosdb.launcher.LaunchException;
import io.heliosdb.launcher.Packaged;
import io.heliosdb.launcher.container.Trees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.zip.CRC32;

/**
 * A Maven repository in a folder, with what a bundle is compiled and tested against, as this program has it. Maven copies
 * what it takes from there, so that a snapshot's file name has a number made of the content: another build is another file.
 */
public final class ArtifactRepository {
    private static final String GROUP = "io.heliosdb";
    private static final String SNAPSHOT = "-SNAPSHOT";

    /** Snapshots are told apart by their number, not by a time. */
    private static final String MOMENT = "20000101.000000";

    /** Bundles that a third party compiles against, and those that its bundle is tested with. */
    private static final List<String> ARTIFACTS = List.of(
            "core.files",
            "core.gateway",
            "core.identity",
            "core.spi",
            "core.sql",
            "core.testkit",
            "pg.auth-scram",
            "pg.dialect",
            "pg.wire");

    /** What the artifacts' own poms refer to. */
    private static final List<String> PARENTS = List.of("heliosdb", "bundles");

    private final Path folder;
    private final String version = Packaged.version();

    /** @param folder what is in it before is replaced */
    public ArtifactRepository(Path folder) {
        this.folder = folder;
    }

    /** Writes all of it. */
    public void write(Packaged program) throws LaunchException {
        try {
            if (Files.exists(folder)) {
                Trees.delete(folder);
            }
            for (String parent : PARENTS) {
                try (InputStream pom = ArtifactRepository.class.getResourceAsStream("parents/" + parent + "/pom.xml")) {
                    write(parent, Map.of("pom", pom.readAllBytes()));
                }
            }
            for (String artifact : ARTIFACTS) {
                byte[] jar = program.jar(artifact + "-" + version + ".jar");
                write(artifact, Map.of("jar", jar, "pom", pom(artifact, jar)));
            }
        } catch (IOException e) {
            throw new LaunchException(folder + " cannot be written: " + e, e);
        }
    }

    /** Each jar carries its pom. */
    private static byte[] pom(String artifact, byte[] jar) throws IOException {
        String place = "META-INF/maven/" + GROUP + "/" + artifact + "/pom.xml";
        try (JarInputStream entries = new JarInputStream(new ByteArrayInputStream(jar))) {
            for (JarEntry entry = entries.getNextJarEntry(); entry != null; entry = entries.getNextJarEntry()) {
                if (entry.getName().equals(place)) {
                    return entries.readAllBytes();
                }
            }
        }
        throw new IOException(artifact + " has no " + place);
    }

    /** @param files by their extensions */
    private void write(String artifact, Map<String, byte[]> files) throws IOException {
        Path place = folder.resolve(GROUP.replace('.', '/')).resolve(artifact).resolve(version);
        Files.createDirectories(place);
        String unique = version;
        if (version.endsWith(SNAPSHOT)) {
            long number = number(files);
            unique = version.substring(0, version.length() - SNAPSHOT.length()) + "-" + MOMENT + "-" + number;
            Files.writeString(place.resolve("maven-metadata.xml"), metadata(artifact, unique, number, files));
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(place.resolve(artifact + "-" + unique + "." + file.getKey()), file.getValue());
        }
    }

    private static long number(Map<String, byte[]> files) {
        CRC32 sum = new CRC32();
        files.keySet().stream().sorted().forEach(extension -> sum.update(files.get(extension)));
        // Maven's build numbers are positive numbers of 32 bits.
        return 1 + (sum.getValue() & 0x3fff_ffff);
    }

    private String metadata(String artifact, String unique, long number, Map<String, byte[]> files) {
        StringBuilder versions = new StringBuilder();
        files.keySet().stream().sorted().forEach(extension -> versions.append("      <snapshotVersion><extension>")
                .append(extension)
                .append("</extension><value>")
                .append(unique)
                .append("</value><updated>20000101000000</updated></snapshotVersion>\n"));
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <metadata modelVersion="1.1.0">
                  <groupId>%s</groupId>
                  <artifactId>%s</artifactId>
                  <version>%s</version>
                  <versioning>
                    <snapshot><timestamp>%s</timestamp><buildNumber>%d</buildNumber></snapshot>
                    <lastUpdated>20000101000000</lastUpdated>
                    <snapshotVersions>
                %s    </snapshotVersions>
                  </versioning>
                </metadata>
                """
                .formatted(GROUP, artifact, version, MOMENT, number, versions);
    }
}
