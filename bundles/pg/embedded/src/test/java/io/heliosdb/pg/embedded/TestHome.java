package io.heliosdb.pg.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliosdb.pg.embedded.internal.ControlConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/**
 * A home of a test's own that the engine's account can enter, which JUnit's temporary directories do not allow. It borrows
 * what the first test of the JVM unpacked.
 */
public final class TestHome implements AutoCloseable {

    private static TestHome template;

    private final Path root;
    private final Path path;

    private TestHome(Path root, Path path) {
        this.root = root;
        this.path = path;
    }

    /** A home that does not exist yet. */
    public static TestHome fresh() throws IOException {
        return at("home");
    }

    /** A home without a cluster, whose binaries are unpacked already. */
    public static TestHome withBinaries() throws IOException, InterruptedException {
        return fresh().borrowBinaries();
    }

    /** A home in which a server ran before. */
    public static TestHome initialised() throws IOException, InterruptedException {
        return fresh().initialise();
    }

    /** A home at this place below a directory of the test's own. */
    public static TestHome at(String relative) throws IOException {
        Path root = Files.createTempDirectory("embedded-");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
        return new TestHome(root, root.resolve(relative));
    }

    public TestHome borrowBinaries() throws IOException, InterruptedException {
        Path binaries = Files.createDirectories(engine().resolve("binaries"));
        try (DirectoryStream<Path> sources =
                Files.newDirectoryStream(template().engine().resolve("binaries"))) {
            for (Path source : sources) {
                Files.createSymbolicLink(binaries.resolve(source.getFileName()), source);
            }
        }
        return this;
    }

    /** Makes this a home in which a server ran before, for less than it takes to initialise a cluster. */
    public TestHome initialise() throws IOException, InterruptedException {
        borrowBinaries();
        Process copy = new ProcessBuilder("cp", "-a", template().data().toString(), data().toString()).start();
        if (copy.waitFor() != 0) {
            throw new IOException(
                    "cp failed: " + new String(copy.getErrorStream().readAllBytes(), UTF_8));
        }
        return this;
    }

    private static synchronized TestHome template() throws IOException, InterruptedException {
        if (template == null) {
            TestHome home = fresh();
            EmbeddedPostgres.start(home.options()).close();
            Runtime.getRuntime().addShutdownHook(new Thread(home::close));
            template = home;
        }
        return template;
    }

    public Path path() {
        return path;
    }

    public Path engine() {
        return path.resolve("engine");
    }

    public Path data() {
        return engine().resolve("data");
    }

    public EmbeddedPostgresOptions options() {
        return EmbeddedPostgresOptions.in(path);
    }

    /** The only value of the only row of a query as superuser. */
    public static String value(EmbeddedPostgres server, String sql) throws IOException {
        return value(server, server.superuser(), sql);
    }

    public static String value(EmbeddedPostgres server, String role, String sql) throws IOException {
        try (ControlConnection connection = ControlConnection.open(server.socket(), role, Duration.ofSeconds(10))) {
            List<List<String>> rows = connection.query(sql);
            if (rows.size() != 1 || rows.get(0).size() != 1) {
                throw new IOException("result is " + rows + " (expected: one value)");
            }
            return rows.get(0).get(0);
        }
    }

    @Override
    public void close() {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
