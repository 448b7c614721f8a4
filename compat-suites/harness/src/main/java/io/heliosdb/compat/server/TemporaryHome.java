package io.heliosdb.compat.server;

import io.heliosdb.compat.LabException;
import io.heliosdb.reports.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The home of a server that lives as long as a run.
 *
 * @param path the folder
 */
record TemporaryHome(Path path) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryHome.class);

    /**
     * Makes a folder that every user may enter: an engine that is started by root runs as somebody else.
     *
     * @param name goes into the folder's name
     */
    static TemporaryHome make(String name) {
        try {
            Path path = Files.createTempDirectory("heliosdb-lab-" + name + "-");
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            return new TemporaryHome(path.toRealPath());
        } catch (IOException e) {
            throw new LabException("cannot make a temporary folder: " + e.getMessage(), e);
        }
    }

    /**
     * Deletes the folder. A server's own children may still be about to end when the server has ended, and write their
     * last files: what is not empty is tried again for a while.
     */
    void delete() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                Trees.delete(path);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    LOG.warn("{} cannot be deleted: {}", path, e.toString());
                    return;
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
