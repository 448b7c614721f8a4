package io.heliosdb.pg.embedded.internal;

import io.heliosdb.pg.embedded.EmbeddedPostgresException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs of this build, unpacked in a home. */
record Binaries(Platform platform, Path directory) {

    /** Written last: number and size of all other files. */
    private static final String INVENTORY = "inventory";

    /**
     * Unpacks the archive of this platform unless it is there already. The directory gets its name when it is complete, so
     * an unpacking that was interrupted, or that another process is busy with, is never used; one that lost content, as
     * after a power failure, is replaced.
     *
     * @throws EmbeddedPostgresException there are no binaries for this platform
     */
    static Binaries in(EngineHome home, Consumer<String> progress) throws IOException, InterruptedException {
        Platform platform = Platform.current();
        String version = version();
        Path directory = home.binaries().resolve(version + "-" + platform.label());
        Binaries binaries = new Binaries(platform, directory);
        if (isComplete(directory)) {
            return binaries;
        }
        progress.accept("unpacking PostgreSQL " + version + " for " + platform.label() + " into " + directory);
        try (InputStream archive = Binaries.class.getResourceAsStream(platform.archive())) {
            if (archive == null) {
                throw new EmbeddedPostgresException("this build of HeliosDB carries no PostgreSQL binaries for "
                        + platform.label()
                        + "; use a build for this platform, or name a PostgreSQL server with --engine");
            }
            install(archive, home, directory);
        }
        return binaries;
    }

    /** Unpacks an archive and gives it its place, in which there is at most a damaged one. */
    static void install(InputStream archive, EngineHome home, Path directory) throws IOException, InterruptedException {
        Path unpacking = home.newBinariesDirectory();
        try {
            FileAccess.set(unpacking, FileAccess.SHARED_EXECUTABLE);
            unpack(archive, unpacking);
            FileAccess.write(unpacking.resolve(INVENTORY), inventory(unpacking), FileAccess.SHARED_FILE);
            adopt(unpacking, directory);
        } finally {
            FileAccess.deleteRecursively(unpacking);
        }
    }

    /** The version of the binaries that this build carries, such as {@code 18.6.0}. */
    static String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Binaries.class.getResourceAsStream("binaries.properties")) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }

    static String majorVersion() throws IOException {
        String version = version();
        return version.substring(0, version.indexOf('.'));
    }

    /** Unpacks a tar archive compressed with xz. Names that lead out of the target directory are refused. */
    static void unpack(InputStream archive, Path target) throws IOException, InterruptedException {
        TarReader tar = new TarReader(new BufferedInputStream(new XZInputStream(archive), 1 << 16));
        for (Optional<TarReader.Entry> next = tar.next(); next.isPresent(); next = tar.next()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while unpacking PostgreSQL");
            }
            TarReader.Entry entry = next.get();
            Path path = target.resolve(entry.name()).normalize();
            if (!path.startsWith(target)) {
                throw new IOException("archive entry " + entry.name() + " lies outside of the archive");
            }
            switch (entry.kind()) {
                case DIRECTORY -> createDirectories(target, path);
                case SYMBOLIC_LINK -> {
                    createDirectories(target, path.getParent());
                    if (!path.getParent().resolve(entry.target()).normalize().startsWith(target)) {
                        throw new IOException("archive entry " + entry.name() + " links to " + entry.target()
                                + ", outside of the archive");
                    }
                    Files.createSymbolicLink(path, Path.of(entry.target()));
                }
                case FILE -> {
                    createDirectories(target, path.getParent());
                    write(tar.content(), path);
                    FileAccess.set(path, entry.executable() ? FileAccess.SHARED_EXECUTABLE : FileAccess.SHARED_FILE);
                }
            }
        }
    }

    private static void createDirectories(Path target, Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            createDirectories(target, directory.getParent());
            Files.createDirectory(directory);
            FileAccess.set(directory, FileAccess.SHARED_EXECUTABLE);
        }
    }

    private static void write(InputStream content, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            content.transferTo(out);
        }
    }

    /** Gives the finished directory its name, unless another process was faster. */
    private static void adopt(Path unpacked, Path directory) throws IOException, InterruptedException {
        if (Files.isDirectory(directory) && !isComplete(directory)) {
            FileAccess.deleteRecursively(directory);
        }
        try {
            Files.move(unpacked, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!isComplete(directory)) {
                throw e;
            }
        }
    }

    /**
     * Whether everything that was unpacked is there. Asked at each start, because the files are not forced to the disk one
     * by one, which would take longer than to unpack them: after a power failure, some may be shorter than they were.
     */
    static boolean isComplete(Path directory) throws IOException {
        Path inventory = directory.resolve(INVENTORY);
        return Files.isRegularFile(inventory) && Files.readString(inventory).equals(inventory(directory));
    }

    private static String inventory(Path directory) throws IOException {
        LongSummaryStatistics sizes = new LongSummaryStatistics();
        Files.walkFileTree(directory.toRealPath(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!file.endsWith(INVENTORY)) {
                    sizes.accept(attributes.size());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return sizes.getCount() + " files, " + sizes.getSum() + " bytes\n";
    }

    Path program(String name) {
        return directory.resolve("bin").resolve(platform.executable(name));
    }
}
