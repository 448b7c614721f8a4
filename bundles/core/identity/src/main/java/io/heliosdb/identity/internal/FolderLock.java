package io.heliosdb.identity.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one writer at a time into a folder: one thread of this process, and one process. The operating system takes the
 * lock back when the process ends; the file stays.
 */
final class FolderLock implements AutoCloseable {
    private static final String NAME = "lock";
    private static final long PAUSE_MILLIS = 10;

    /** The operating system's lock is the process's, so that threads need one of their own. */
    private static final ConcurrentMap<Path, ReentrantLock> WITHIN_PROCESS = new ConcurrentHashMap<>();

    private final ReentrantLock withinProcess;
    private final FileChannel channel;

    private FolderLock(ReentrantLock withinProcess, FileChannel channel) {
        this.withinProcess = withinProcess;
        this.channel = channel;
    }

    /** Waits for the lock; empty where somebody else held it all the time. */
    static Optional<FolderLock> acquire(PrivateFolder folder, Duration patience)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        ReentrantLock withinProcess = WITHIN_PROCESS.computeIfAbsent(
                folder.file(NAME).toAbsolutePath().normalize(), path -> new ReentrantLock());
        if (!withinProcess.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean acquired = false;
        try {
            channel = folder.open(NAME);
            acquired = acquire(channel, deadline);
            return acquired ? Optional.of(new FolderLock(withinProcess, channel)) : Optional.empty();
        } finally {
            if (!acquired) {
                try {
                    if (channel != null) {
                        channel.close();
                    }
                } finally {
                    withinProcess.unlock();
                }
            }
        }
    }

    /** On one channel for all attempts: to close it would give back a lock that this process holds through another. */
    private static boolean acquire(FileChannel channel, long deadline) throws IOException, InterruptedException {
        while (!tryLock(channel)) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return true;
    }

    @SuppressWarnings("try") // the lock ends with its channel
    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // Another copy of this class, of the bundle's next version, holds it.
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            withinProcess.unlock();
        }
    }
}
