package io.heliosdb.identity.internal;

import io.heliosdb.files.AtomicFile;
import io.heliosdb.files.FileMode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.Set;

/**
 * A folder that its owner alone can enter, with files that are replaced in one step. Where the file system knows owners
 * and modes the folder is 0700 and its files are 0600, and both belong to the owner of the folder that they are in: what
 * root writes into the home of a service can be read by the service.
 */
final class PrivateFolder {
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
            Files.createDirectory(path, FileMode.PRIVATE_FOLDER.attributes(path));
            AtomicFile.giveToOwnerOfParent(path);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(path)) {
                throw e;
            }
            FileMode.PRIVATE_FOLDER.set(path);
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

    /** Replaces the file in one step. On the disk when it returns. */
    void replace(String name, byte[] content) throws IOException {
        AtomicFile.write(file(name), content, FileMode.PRIVATE_FILE);
    }

    /** Opens a file for a lock; made where it is missing. */
    FileChannel open(String name) throws IOException {
        Path file = file(name);
        boolean missing = !Files.exists(file);
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                FileMode.PRIVATE_FILE.attributes(file));
        if (missing) {
            AtomicFile.giveToOwnerOfParent(file);
        }
        return channel;
    }
}
