package io.heliosdb.compat.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Where programs lie: the PATH, then the folders of servers, which an ordinary user's PATH leaves out. */
public final class SearchPath {

    private SearchPath() {}

    /** The program called {@code command}; empty where there is none. */
    public static Optional<Path> find(String command) {
        return find(command, System.getenv().getOrDefault("PATH", ""));
    }

    static Optional<Path> find(String command, String path) {
        Stream<String> folders = Stream.concat(
                Arrays.stream(path.split(File.pathSeparator, -1)).filter(folder -> !folder.isEmpty()),
                Stream.of("/usr/local/sbin", "/usr/sbin"));
        return folders.map(folder -> Path.of(folder, command))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
