package io.heliosdb.pg.embedded.internal;

import io.heliosdb.pg.embedded.EmbeddedPostgresException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs of this build, unpacked in a home. */
record Binaries(Platform platform, Path directory) {

    /**
     * Unpacks the archive of this platform unless it is there already. The directory gets its name when it is complete and
     * on the disk, so an unpacking that was interrupted, or that another process is busy with, is never used.
     *
     * @throws EmbeddedPostgresException there are no binaries for this platform
     */
    static Binaries in(EngineHome home, Consumer<String> progress) throws IOException, InterruptedException {
        Platform platform = Platform.current();
        String version = version();
        Path directory = home.binaries().resolve(version + "-" + platform.label());
        Binaries binaries = new Binaries(platform, directory);
        if (Files.isDirectory(directory)) {
            return binaries;
        }
        progress.accept("unpacking PostgreSQL " + version + " for " + platform.label() + " into " + directory);
        Path unpacking = home.newBinariesDirectory();
        try (InputStream archive = Binaries.class.getResourceAsStream(platform.archive())) {
            if (archive == null) {
                throw new EmbeddedPostgresException(
                        "this build of HeliosDB carries no PostgreSQL binaries for " + platform.label()
                                + "; use a build for this platform, or name a PostgreSQL server with --engine");
            }
            FileAccess.set(unpacking, FileAccess.SHARED_EXECUTABLE);
            unpack(archive, unpacking);
            adopt(unpacking, directory);
        } finally {
            FileAccess.deleteRecursively(unpacking);
        }
        return binaries;
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
    static void unpack(InputStream archive, Path target) throws IOException {
        TarReader tar = new TarReader(new BufferedInputStream(new XZInputStream(archive), 1 << 16));
        for (Optional<TarReader.Entry> next = tar.next(); next.isPresent(); next = tar.next()) {
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

    /** Writes the file through to the disk: after a power failure the finished directory must not hold empty files. */
    private static void write(InputStream content, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            content.transferTo(Channels.newOutputStream(channel));
            channel.force(true);
        }
    }

    /** Gives the finished directory its name, unless another process was faster. */
    private static void adopt(Path unpacked, Path directory) throws IOException {
        try {
            Files.move(unpacked, directory, StandardCopyOption.ATOMIC_MOVE);
            FileAccess.force(directory.getParent());
        } catch (IOException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    Path program(String name) {
        return directory.resolve("bin").resolve(platform.executable(name));
    }
}
