package io.heliosdb.compat;

import io.heliosdb.compat.matrix.Selection;
import io.heliosdb.compat.provisioning.Environments;
import io.heliosdb.compat.provisioning.PythonInterpreter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The fake suites together with the plugin that reports on the real ones, in a folder of the test's own. */
public final class TestSuites {

    /** Kept from test to test, and from build to build until the next clean one. */
    public static final Path CACHE = Path.of("target", "lab-cache").toAbsolutePath();

    /** The real suites. */
    public static final Path REAL = Path.of("..", "python").toAbsolutePath().normalize();

    private static Environments environments;

    private TestSuites() {}

    /** Copies the fake suites to {@code folder}. */
    public static Path in(Path folder) throws IOException {
        Path source;
        try {
            source = Path.of(TestSuites.class.getResource("/lab").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        try (Stream<Path> files = Files.walk(source)) {
            files.filter(file -> !file.equals(source))
                    .forEach(file -> copy(file, folder.resolve(source.relativize(file))));
        }
        for (String module : List.of("compat_stream.py", "compat_upstream.py", "compat_server.py")) {
            copy(REAL.resolve(module), folder.resolve(module));
        }
        return folder;
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Environments below {@link #CACHE}. */
    public static synchronized Environments environments() throws InterruptedException {
        if (environments == null) {
            environments = new Environments(CACHE, PythonInterpreter.find(), Progress.SILENT);
        }
        return environments;
    }

    /** The interpreter that environments are made from, so that it need not be looked for again. */
    public static String interpreter() throws InterruptedException {
        return environments().python().executable().toString();
    }

    /** The interpreter of an environment that has pytest. */
    public static Path python(Path suites) throws InterruptedException {
        return environments().provide("sound@9.2.0", suites.resolve("requirements/pytest.txt"));
    }

    /** Selects one driver. */
    public static Selection driver(String id) {
        return new Selection(List.of(), List.of(id), List.of());
    }
}
