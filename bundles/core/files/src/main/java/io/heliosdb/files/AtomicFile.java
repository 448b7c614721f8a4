package io.heliosdb.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * A file's whole content, replaced in one step. What root writes into the folder of a service belongs to the folder's owner,
 * so that the service can read it.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /**
     * Replaces the file, or makes it in a folder that is there: a reader, and whoever comes after a crash, sees the old
     * content or the new one. On the disk when it returns. Called by one at a time for each file; what a crash left of an
     * earlier call goes.
     */
    public static void write(Path file, byte[] content, FileMode mode) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path draft = folder.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        try {
            try (FileChannel channel = FileChannel.open(
                    draft,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    FileMode.PRIVATE_FILE.attributes(draft))) {
                ByteBuffer left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            mode.set(draft);
            giveToOwnerOfParent(draft);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        force(folder);
    }

    /** Makes root's file or folder one of whoever owns the folder that it is in. */
    public static void giveToOwnerOfParent(Path path) throws IOException {
        UserPrincipal owner = Files.getOwner(path.toAbsolutePath().getParent());
        FileOwnerAttributeView view =
                Files.getFileAttributeView(path, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (!view.getOwner().equals(owner)) {
            view.setOwner(owner);
        }
    }

    /** Has the folder's entries written to the disk, where that is possible: Windows opens no folder. */
    private static void force(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
