package io.heliosdb.identity.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;

/**
 * A folder that its owner alone can enter, with files that are replaced in one step. Where the file system knows owners
 * and modes the folder is 0700 and its files are 0600, and both belong to the owner of the folder that they are in: what
 * root writes into the home of a service can be read by the service.
 */
final class PrivateFolder {
    private static final Set<PosixFilePermission> FOLDER_MODE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE_MODE = PosixFilePermissions.fromString("rw-------");

    /** What tells one content of a file from another without reading it. */
    record Stamp(FileTime modified, long size, Optional<Object> key) {}

    private final Path path;

    PrivateFolder(Path path) {
        this.path = path;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /** Makes the folder where it is missing, and takes everybody else's access away where somebody gave it. */
    void make() throws IOException {
        Files.createDirectories(path.getParent());
        try {
            Files.createDirectory(path, attributes(FOLDER_MODE));
            giveToOwnerOfParent(path);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(path)) {
                throw e;
            }
            PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
            if (view != null && !view.readAttributes().permissions().equals(FOLDER_MODE)) {
                view.setPermissions(FOLDER_MODE);
            }
        }
    }

    /** The file's content; empty where there is no file. */
    Optional<byte[]> read(String name) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    Optional<Stamp> stamp(String name) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file(name), BasicFileAttributes.class);
            return Optional.of(new Stamp(
                    attributes.lastModifiedTime(), attributes.size(), Optional.ofNullable(attributes.fileKey())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Replaces the file: a reader, and whoever comes after a crash, sees the old content or the new one. On the disk when
     * it returns. Called by one at a time.
     */
    void replace(String name, byte[] content) throws IOException {
        Path fresh = file(name + ".new");
        Files.deleteIfExists(fresh);
        try {
            try (FileChannel channel = FileChannel.open(
                    fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes(FILE_MODE))) {
                ByteBuffer left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            giveToOwnerOfParent(fresh);
            Files.move(fresh, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
        force();
    }

    /** Opens a file for a lock; made where it is missing. */
    FileChannel open(String name) throws IOException {
        Path file = file(name);
        boolean missing = !Files.exists(file);
        FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), attributes(FILE_MODE));
        if (missing) {
            giveToOwnerOfParent(file);
        }
        return channel;
    }

    /** Has the folder's entries written to the disk, where that is possible: Windows opens no folder. */
    private void force() throws IOException {
        if (knowsModes()) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private boolean knowsModes() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private FileAttribute<?>[] attributes(Set<PosixFilePermission> mode) {
        return knowsModes()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)}
                : new FileAttribute<?>[0];
    }

    private static void giveToOwnerOfParent(Path file) throws IOException {
        UserPrincipal owner = Files.getOwner(file.getParent());
        FileOwnerAttributeView view =
                Files.getFileAttributeView(file, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (!view.getOwner().equals(owner)) {
            view.setOwner(owner);
        }
    }
}
