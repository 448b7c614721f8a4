package io.heliosdb.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.launcher.container.BundleFile;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagedTest {
    @TempDir
    private Path directory;

    private Path jar(String... entries) throws Exception {
        Path jar = Files.createDirectories(directory.resolve("lib")).resolve("heliosdb.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (String entry : entries) {
                out.putNextEntry(new JarEntry(entry));
            }
        }
        return jar;
    }

    @Test
    void hasItsVersionFromTheBuild() {
        assertThat(Packaged.version()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    private List<BundleFile> bundles(Path jar) throws LaunchException {
        return new Packaged(jar).bundles(directory.resolve("store"));
    }

    @Test
    void unpacksBundlesFromTheJarOnce() throws Exception {
        Path jar = jar("bundles/5/c.jar", "bundles/2/b.jar", "bundles/2/a.jar", "bundles/2/notes.txt", "x/2/d.jar");
        List<BundleFile> first = bundles(jar);
        assertThat(first)
                .extracting(
                        BundleFile::startLevel,
                        bundle -> bundle.jar().getFileName().toString())
                .containsExactly(Tuple.tuple(2, "a.jar"), Tuple.tuple(2, "b.jar"), Tuple.tuple(5, "c.jar"));

        FileTime unpacked = Files.getLastModifiedTime(first.get(0).jar().getParent());
        assertThat(bundles(jar)).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(first.get(0).jar().getParent())).isEqualTo(unpacked);
    }

    @Test
    void removesWhatAnotherJarLeft() throws Exception {
        Path store = directory.resolve("store");
        new Packaged(jar()).tidy(store);
        bundles(jar("bundles/5/old.jar"));
        Files.createDirectories(store.resolve("bundles-unfinished/3"));
        Files.createDirectories(store.resolve("framework"));
        Path jar = jar("bundles/4/new.jar", "bundles/5/newer.jar");
        List<BundleFile> kept = bundles(jar);
        assertThat(store.toFile().list()).hasSize(4);

        new Packaged(jar).tidy(store);
        assertThat(store.toFile().list()).hasSize(2).contains("framework");
        assertThat(bundles(jar)).isEqualTo(kept).hasSize(2);
    }

    @Test
    void prefersBundlesBesideTheJar() throws Exception {
        Path jar = jar("bundles/5/packed.jar");
        Path beside = directory.resolve("bundles/3/beside.jar");
        Files.createDirectories(beside.getParent());
        Files.writeString(beside, "");
        assertThat(bundles(jar)).containsExactly(new BundleFile(3, beside));
    }

    @Test
    void findsAJarInItselfOrBesideIt() throws Exception {
        Packaged packaged = new Packaged(jar("bundles/3/in.jar", "kit/kit.jar"));
        assertThat(packaged.jar("in.jar")).isEmpty();
        assertThat(packaged.jar("kit.jar")).isEmpty();
        for (String beside : List.of("bundles/3/in.jar", "kit/kit.jar")) {
            Path file = directory.resolve(beside);
            Files.createDirectories(file.getParent());
            Files.writeString(file, beside);
        }
        assertThat(packaged.jar("in.jar")).asString().isEqualTo("bundles/3/in.jar");
        assertThat(packaged.jar("kit.jar")).asString().isEqualTo("kit/kit.jar");
        assertThatThrownBy(() -> packaged.jar("absent.jar"))
                .isInstanceOf(LaunchException.class)
                .hasMessageStartingWith("absent.jar did not come with ");
    }

    @Test
    void saysThatThereAreNone() throws Exception {
        Path jar = jar("readme.txt");
        assertThatThrownBy(() -> bundles(jar))
                .isInstanceOf(LaunchException.class)
                .hasMessage("There are no bundles in " + jar);
    }

    @Test
    void saysThatTheJarCannotBeRead() {
        Path jar = directory.resolve("lib/absent.jar");
        assertThatThrownBy(() -> bundles(jar))
                .isInstanceOf(LaunchException.class)
                .hasMessageStartingWith("The bundles of " + jar + " cannot be read: ");
    }

    @Test
    void findsTheLabBesideTheJarAndTheCasesInTheSources() throws Exception {
        Packaged built = new Packaged(directory.resolve("launcher/target/heliosdb.jar"));
        Path lab = Files.createDirectories(directory.resolve("launcher/target/lab"));
        Path suites = Files.createDirectories(directory.resolve("compat-suites/python"));
        assertThat(built.labClassPath()).isEqualTo(lab + "/*");
        assertThat(built.labSuites()).isEqualTo(suites);
        assertThat(built.labPublished()).isEqualTo(directory.resolve("reports/published"));
        assertThat(built.compatibilityPage()).isEqualTo(directory.resolve("COMPATIBILITY.md"));
    }

    @Test
    void findsTheLabInTheDistribution() throws Exception {
        Packaged distributed = new Packaged(directory.resolve("lib/heliosdb.jar"));
        Files.createDirectories(directory.resolve("lib"));
        Path suites = Files.createDirectories(directory.resolve("lab/suites"));
        Files.createDirectories(directory.resolve("bundles/2"));
        Files.createDirectories(directory.resolve("bundles/3"));
        assertThat(distributed.labClassPath().split(":"))
                .containsExactly(directory + "/lab/*", directory + "/bundles/2/*", directory + "/bundles/3/*");
        assertThat(distributed.labSuites()).isEqualTo(suites);
        assertThat(distributed.labPublished()).isEqualTo(directory.resolve("lab/published"));
        assertThat(distributed.compatibilityPage()).isEqualTo(directory.resolve("COMPATIBILITY.md"));
    }

    @Test
    void saysThatThereIsNoLab() {
        Packaged alone = new Packaged(directory.resolve("lib/heliosdb.jar"));
        assertThatThrownBy(alone::labClassPath)
                .isInstanceOf(LaunchException.class)
                .hasMessageStartingWith("The conformance lab's lab folder did not come with ");
        assertThatThrownBy(alone::labSuites).isInstanceOf(LaunchException.class);
    }
}
