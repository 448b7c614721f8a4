package io.heliosdb.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Who may do what with a file or a folder. Of no effect where the file system knows no modes, as on Windows. */
public enum FileMode {
    /** 0600: its owner alone reads and writes it. */
    PRIVATE_FILE("rw-------"),
    /** 0644: everybody reads it, its owner writes it. */
    PUBLIC_FILE("rw-r--r--"),
    /** 0700: its owner alone enters it. */
    PRIVATE_FOLDER("rwx------"),
    /** 0711: everybody reaches what he knows to be inside, its owner alone looks around. */
    PASSABLE_FOLDER("rwx--x--x");

    private final String text;

    FileMode(String text) {
        this.text = text;
    }

    private Set<PosixFilePermission> permissions() {
        return PosixFilePermissions.fromString(text);
    }

    /** For what is made there, so that nobody else has a moment with it; the umask takes away from it. */
    public FileAttribute<?>[] attributes(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions())}
                : new FileAttribute<?>[0];
    }

    /** Gives it to what is there, if it has another one. */
    public void set(Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null && !view.readAttributes().permissions().equals(permissions())) {
            view.setPermissions(permissions());
        }
    }
}
