package io.heliosdb.compat.server;

import io.heliosdb.compat.LabException;
import io.heliosdb.reports.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The home of a server that lives as long as a run.
 *
 * @param path the folder
 */
record TemporaryHome(Path path) {

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

    void delete() {
        try {
            Trees.delete(path);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted: {}", path, e.toString());
        }
    }
}
