package io.heliosdb.launcher.home;

import io.heliosdb.launcher.Json;
import io.heliosdb.launcher.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells other processes that every port listens, and which: {@code {"pid":1,"home":"/…","ports":{"shared":5430,…}}}.
 * It appears whole, and is gone when the server stops.
 */
public final class ReadyFile {
    private final Path file;

    public ReadyFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    public void write(Home home, Map<String, Integer> ports) throws LaunchException {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("pid", ProcessHandle.current().pid());
        content.put("home", home.root().toString());
        content.put("ports", new TreeMap<>(ports));
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(whole, Json.object(content) + "\n");
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new LaunchException("The ready file " + file + " cannot be written: " + e, e);
        }
    }

    /** A file that an earlier server left behind says nothing about this one. */
    public void delete() throws LaunchException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new LaunchException("The ready file " + file + " cannot be removed: " + e, e);
        }
    }
}
