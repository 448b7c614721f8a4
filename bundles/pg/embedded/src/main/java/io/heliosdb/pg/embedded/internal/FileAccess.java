package io.heliosdb.pg.embedded.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and directories with the access that the engine's accounts need, whatever the umask is. */
public final class FileAccess {

    /** A directory for its owner; everybody else may reach a path inside but not look around. */
    public static final Set<PosixFilePermission> PASS_THROUGH = PosixFilePermissions.fromString("rwx--x--x");

    /** A directory for its owner alone: what PostgreSQL asks of its data. */
    static final Set<PosixFilePermission> PRIVATE_DIRECTORY = PosixFilePermissions.fromString("rwx------");

    static final Set<PosixFilePermission> PRIVATE_FILE = PosixFilePermissions.fromString("rw-------");

    /** Programs and directories that every account may use and only the owner may change. */
    static final Set<PosixFilePermission> SHARED_EXECUTABLE = PosixFilePermissions.fromString("rwxr-xr-x");

    static final Set<PosixFilePermission> SHARED_FILE = PosixFilePermissions.fromString("rw-r--r--");

    private static final int DELETE_ATTEMPTS = 100;
    private static final long DELETE_PAUSE_MILLIS = 50;

    private FileAccess() {}

    /** Makes the directory, and its parents with the access that the umask leaves; one that is there stays as it is. */
    public static Path createDirectory(Path directory, Set<PosixFilePermission> access) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory.toAbsolutePath().getParent());
            Files.createDirectory(directory, whileCreating(access));
            set(directory, access);
        }
        return directory;
    }

    private static FileAttribute<?>[] whileCreating(Set<PosixFilePermission> access) {
        return Platform.isWindows()
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(access)};
    }

    static void set(Path path, Set<PosixFilePermission> access) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(access);
        }
    }

    /** Writes the text so that a reader sees either the old or the new content. */
    static void write(Path file, String text, Set<PosixFilePermission> access) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
        try {
            Files.writeString(fresh, text);
            set(fresh, access);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Has the operating system write a directory's entries to the disk, where it can. */
    static void force(Path directory) throws IOException {
        if (Platform.isWindows()) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Deletes a directory with all that is in it, without following links. What is not there counts as deleted; somebody
     * who is still filling it, as an interrupted initdb does for a moment, is waited for.
     */
    static void deleteRecursively(Path root) throws IOException, InterruptedException {
        for (int attempt = 1; Files.exists(root, LinkOption.NOFOLLOW_LINKS); attempt++) {
            try {
                deleteTree(root);
            } catch (DirectoryNotEmptyException e) {
                if (attempt == DELETE_ATTEMPTS) {
                    throw e;
                }
                Thread.sleep(DELETE_PAUSE_MILLIS);
            }
        }
    }

    private static void deleteTree(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
