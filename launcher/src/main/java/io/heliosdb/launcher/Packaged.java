package io.heliosdb.launcher;

import io.heliosdb.launcher.container.BundleFile;
import io.heliosdb.launcher.container.BundleStore;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came with the program. In the distribution, everything lies around {@code lib/heliosdb.jar}; the jar that the build
 * makes carries the bundles inside of itself, and the conformance lab lies beside it.
 *
 * @param program the jar
 */
public record Packaged(Path program) {

    /** Names the jar to a program that runs from class files, as in a test. */
    static final String PROGRAM_PROPERTY = "heliosdb.program";

    /** The program that runs this. */
    public static Packaged here() throws LaunchException {
        String named = System.getProperty(PROGRAM_PROPERTY);
        if (named != null) {
            return new Packaged(Path.of(named).toAbsolutePath());
        }
        try {
            return new Packaged(Path.of(Packaged.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI()));
        } catch (URISyntaxException e) {
            throw new LaunchException("The program's own file cannot be found: " + e.getMessage(), e);
        }
    }

    public static String version() {
        Properties properties = new Properties();
        try (InputStream resource = Packaged.class.getResourceAsStream("version.properties")) {
            properties.load(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    /** @param store where bundles are unpacked that lie inside the jar */
    public List<BundleFile> bundles(Path store) throws LaunchException {
        Optional<Path> beside = firstDirectory("../bundles");
        try {
            List<BundleFile> bundles =
                    beside.isPresent() ? BundleFile.in(beside.get()) : new BundleStore(store).of(program);
            if (bundles.isEmpty()) {
                throw new LaunchException("There are no bundles in " + beside.orElse(program));
            }
            return bundles;
        } catch (IOException e) {
            throw new LaunchException("The bundles of " + program + " cannot be read: " + e, e);
        }
    }

    /**
     * A bundle, or the test kit, as it is packed.
     *
     * @param name of its file
     */
    public byte[] jar(String name) throws LaunchException {
        try {
            for (Path folder : List.of(program.resolveSibling("../kit"), program.resolveSibling("../bundles"))) {
                if (Files.isDirectory(folder)) {
                    try (Stream<Path> files = Files.walk(folder.normalize(), 2)) {
                        Optional<Path> found = files.filter(
                                        file -> file.getFileName().toString().equals(name))
                                .findFirst();
                        if (found.isPresent()) {
                            return Files.readAllBytes(found.get());
                        }
                    }
                }
            }
            try (JarFile jar = new JarFile(program.toFile())) {
                Optional<JarEntry> found = jar.stream()
                        .filter(entry -> entry.getName().endsWith("/" + name))
                        .findFirst();
                if (found.isPresent()) {
                    try (InputStream content = jar.getInputStream(found.get())) {
                        return content.readAllBytes();
                    }
                }
            }
        } catch (IOException e) {
            throw new LaunchException("The jars of " + program + " cannot be read: " + e, e);
        }
        throw new LaunchException(
                name + " did not come with " + program + "; use the distribution, or ./heliosdb in the" + " sources");
    }

    /** Removes what other versions of the program unpacked to that store. Whoever calls this knows that none of them runs. */
    public void tidy(Path store) throws LaunchException {
        try {
            if (Files.isDirectory(store)) {
                new BundleStore(store).keepOnly(program);
            }
        } catch (IOException e) {
            throw new LaunchException("The bundles in " + store + " cannot be removed: " + e, e);
        }
    }

    /** The conformance lab's class path. */
    public String labClassPath() throws LaunchException {
        Path lab = firstDirectory("lab", "../lab").orElseThrow(() -> noLab("lab"));
        return Stream.of(lab, program.resolveSibling("../bundles/2"), program.resolveSibling("../bundles/3"))
                .filter(Files::isDirectory)
                .map(folder -> folder.normalize() + File.separator + "*")
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The folder with the conformance lab's matrix and cases. */
    public Path labSuites() throws LaunchException {
        return firstDirectory("../lab/suites", "../../compat-suites/python").orElseThrow(() -> noLab("suites"));
    }

    /** The folder with the published conformance report; made by the first publication. */
    public Path labPublished() throws LaunchException {
        Path suites = labSuites();
        return isDistributed(suites)
                ? suites.resolveSibling("published")
                : suites.resolve("../../reports/published").normalize();
    }

    /** The page for users that a publication makes. */
    public Path compatibilityPage() throws LaunchException {
        return labSuites().resolve("../../COMPATIBILITY.md").normalize();
    }

    private static boolean isDistributed(Path suites) {
        return suites.endsWith(Path.of("lab", "suites"));
    }

    private LaunchException noLab(String what) {
        return new LaunchException("The conformance lab's " + what + " folder did not come with " + program
                + "; use the distribution, or ./heliosdb in the sources");
    }

    private Optional<Path> firstDirectory(String... places) {
        return Stream.of(places)
                .map(place -> program.resolveSibling(place).normalize())
                .filter(Files::isDirectory)
                .findFirst();
    }
}
