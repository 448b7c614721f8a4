package io.heliosdb.launcher.home;

import io.heliosdb.launcher.LaunchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says that a home has its server: everything in it, the engine's data too, is that server's alone. The lock is the
 * operating system's, so that it ends with the process however that ends; the file holds the process id for whoever is
 * refused.
 */
public final class HomeLock implements AutoCloseable {
    private static final int LONGEST_PID = 20;

    /**
     * The homes that this process holds. Asked before the file is opened: on POSIX systems, closing any descriptor of a
     * file drops the locks that the whole process has on it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path home;
    private final FileChannel channel;

    private HomeLock(Path home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /**
     * Takes the lock, without waiting.
     *
     * @throws LaunchException naming the process that holds it
     */
    public static HomeLock acquire(Home home) throws LaunchException {
        try {
            Path root = home.root().toRealPath();
            if (!HELD.add(root)) {
                throw held(home, Long.toString(ProcessHandle.current().pid()));
            }
            HomeLock lock = null;
            try {
                lock = lock(home, root);
            } finally {
                if (lock == null) {
                    HELD.remove(root);
                }
            }
            return lock;
        } catch (IOException e) {
            throw new LaunchException("The home " + home.root() + " cannot be locked: " + e.getMessage(), e);
        }
    }

    private static HomeLock lock(Home home, Path root) throws IOException, LaunchException {
        FileChannel channel = FileChannel.open(
                file(root), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw held(home, read(channel));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            locked = true;
            return new HomeLock(root, channel);
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    private static LaunchException held(Home home, String holder) {
        return new LaunchException("The home " + home.root() + " is held by another server"
                + (holder.isEmpty() ? "" : " (process " + holder + ")")
                + "; stop it, or choose another home with --home");
    }

    /** The process that serves the home now, if there is one. */
    public static OptionalLong holder(Home home) {
        try {
            Path root = home.root().toRealPath();
            if (HELD.contains(root)) {
                return OptionalLong.of(ProcessHandle.current().pid());
            }
            try (FileChannel channel =
                    FileChannel.open(file(root), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                FileLock lock = channel.tryLock();
                return lock == null ? OptionalLong.of(Long.parseLong(read(channel))) : OptionalLong.empty();
            }
        } catch (IOException | NumberFormatException e) {
            // Never served, or not this user's: nobody that could be named.
            return OptionalLong.empty();
        }
    }

    private static Path file(Path root) {
        return root.resolve("heliosdb.pid");
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(LONGEST_PID);
        channel.read(content, 0);
        return new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII).strip();
    }

    /** Gives the home up; the file stays, so that two starters can never lock two different files. */
    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.truncate(0);
            channel.close();
        } catch (IOException e) {
            // The operating system gives the lock up with the process.
            System.getLogger(HomeLock.class.getName()).log(System.Logger.Level.DEBUG, "unlock", e);
        }
        HELD.remove(home);
    }
}
