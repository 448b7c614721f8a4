package io.heliosdb.launcher.home;

import io.heliosdb.launcher.LaunchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/**
 * Says that a home has its server. The lock is the operating system's, so that it ends with the process however that
 * ends; the file holds the process id for whoever is refused.
 */
public final class HomeLock implements AutoCloseable {
    private static final int LONGEST_PID = 20;

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws LaunchException naming the process that holds it */
    public static HomeLock acquire(Home home) throws LaunchException {
        try {
            FileChannel channel = FileChannel.open(
                    file(home), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String holder = read(channel);
                channel.close();
                throw new LaunchException("The home " + home.root() + " is held by another server"
                        + (holder.isEmpty() ? "" : " (process " + holder + ")")
                        + "; stop it, or choose another home with --home");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new HomeLock(channel);
        } catch (IOException e) {
            throw new LaunchException("The home " + home.root() + " cannot be locked: " + e.getMessage(), e);
        }
    }

    /** The process that serves the home now, if there is one. */
    public static OptionalLong holder(Home home) {
        try (FileChannel channel = FileChannel.open(file(home), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            FileLock lock = tryLock(channel);
            if (lock != null) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(Long.parseLong(read(channel)));
        } catch (IOException | NumberFormatException e) {
            // Never served, or not this user's: nobody that could be named.
            return OptionalLong.empty();
        }
    }

    private static Path file(Home home) {
        return home.root().resolve("heliosdb.pid");
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(LONGEST_PID);
        channel.read(content, 0);
        return new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII).strip();
    }

    /** Gives the home up; the file stays, so that two starters can never lock two different files. */
    @Override
    public void close() {
        try {
            channel.truncate(0);
            channel.close();
        } catch (IOException e) {
            // The operating system gives the lock up with the process.
            System.getLogger(HomeLock.class.getName()).log(System.Logger.Level.DEBUG, "unlock", e);
        }
    }
}
