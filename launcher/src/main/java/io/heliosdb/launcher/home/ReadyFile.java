package io.heliosdb.launcher.home;

import io.heliosdb.launcher.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.StringJoiner;
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
        StringJoiner members = new StringJoiner(",", "{", "}");
        new TreeMap<>(ports).forEach((name, port) -> members.add(quote(name) + ":" + port));
        String json = "{\"pid\":" + ProcessHandle.current().pid() + ",\"home\":"
                + quote(home.root().toString()) + ",\"ports\":" + members + "}\n";
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(whole, json);
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

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
