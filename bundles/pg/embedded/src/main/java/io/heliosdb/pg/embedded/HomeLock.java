package io.heliosdb.pg.embedded;

import io.heliosdb.pg.embedded.internal.FileAccess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to use a home directory, held by one process at a time through a lock on {@code <home>/lock}. The operating
 * system gives it back when the process ends, however it ends.
 */
public final class HomeLock implements AutoCloseable {

    private static final String FILE_NAME = "lock";

    /** Locked byte, far behind the process id in the file, which therefore stays readable where locks are mandatory. */
    private static final long LOCKED_POSITION = Long.MAX_VALUE - 1;

    private static final int LONGEST_PROCESS_ID = 20;

    private final Path home;
    private final String registration;
    private final FileChannel channel;

    private HomeLock(Path home, String registration, FileChannel channel) {
        this.home = home;
        this.registration = registration;
        this.channel = channel;
    }

    /**
     * Takes the lock, without waiting.
     *
     * @param home made, open to its owner only but for passing through, if it does not exist
     * @throws EmbeddedPostgresException the home is in use, with the id of the process that uses it, or its lock file
     *     cannot be written
     */
    public static HomeLock acquire(Path home) throws EmbeddedPostgresException {
        Path directory;
        try {
            directory =
                    FileAccess.createDirectory(home, FileAccess.PASS_THROUGH).toRealPath();
        } catch (IOException e) {
            throw new EmbeddedPostgresException("home " + home + " cannot be made or entered: " + e, e);
        }
        String registration = HomeLock.class.getName() + ":" + directory;
        // Asked before the file is opened: on POSIX systems, closing any descriptor of a file drops the locks that the
        // whole process holds on it. System properties, because two class loaders of one process count as one.
        if (System.getProperties().putIfAbsent(registration, FILE_NAME) != null) {
            throw inUse(home, "this process (" + ProcessHandle.current().pid() + ")");
        }
        HomeLock lock = null;
        try {
            lock = lock(home, directory.resolve(FILE_NAME), registration);
            return lock;
        } finally {
            if (lock == null) {
                System.getProperties().remove(registration);
            }
        }
    }

    private static HomeLock lock(Path home, Path file, String registration) throws EmbeddedPostgresException {
        FileChannel channel = null;
        FileLock lock = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            lock = channel.tryLock(LOCKED_POSITION, 1, false);
            if (lock == null) {
                throw inUse(home, holder(channel));
            }
            channel.truncate(0);
            channel.write(StandardCharsets.US_ASCII.encode(
                    Long.toString(ProcessHandle.current().pid())));
            return new HomeLock(home, registration, channel);
        } catch (EmbeddedPostgresException e) {
            throw e;
        } catch (IOException | OverlappingFileLockException e) {
            lock = null;
            throw new EmbeddedPostgresException("home " + home + " cannot be locked: " + e, e);
        } finally {
            if (lock == null && channel != null) {
                closeQuietly(channel);
            }
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(LONGEST_PROCESS_ID);
        channel.read(content, 0);
        String pid = StandardCharsets.US_ASCII.decode(content.flip()).toString().trim();
        return pid.isEmpty() ? "another process" : "process " + pid;
    }

    private static EmbeddedPostgresException inUse(Path home, String holder) {
        return new EmbeddedPostgresException(
                "home " + home + " is in use by " + holder + "; stop that server or choose another home");
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException ignored) {
            // The descriptor is gone either way, and with it the lock.
        }
    }

    public Path home() {
        return home;
    }

    @Override
    public void close() {
        if (channel.isOpen()) {
            closeQuietly(channel);
            System.getProperties().remove(registration);
        }
    }
}
