package io.heliosdb.compat.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a HeliosDB is made of, read off its program and its home. */
final class Components {

    private static final Logger LOG = LoggerFactory.getLogger(Components.class);

    /** A bundle as the program packs it, below the number of its start level. */
    private static final Pattern BUNDLE = Pattern.compile("bundles/\\d+/(.+?)-(\\d[^/]*)\\.jar");

    /** The folder that the engine is unpacked to, such as {@code 18.6.0-linux-amd64}. */
    private static final Pattern ENGINE = Pattern.compile("(\\d[\\d.]*)-.*");

    private Components() {}

    /**
     * The versions of the bundles and of the engine, as far as they can be found.
     *
     * @param command the command line that started the server
     * @param home the server's home
     */
    static Map<String, String> of(List<String> command, Path home) {
        Map<String, String> components = new TreeMap<>();
        int jar = command.indexOf("-jar") + 1;
        if (jar > 0 && jar < command.size()) {
            put(components, "bundles", bundles(Path.of(command.get(jar))));
        }
        put(components, "engine", engine(home.resolve("engine").resolve("binaries")));
        return components;
    }

    private static void put(Map<String, String> components, String name, String versions) {
        if (!versions.isEmpty()) {
            components.put(name, versions);
        }
    }

    private static String bundles(Path program) {
        try (JarFile jar = new JarFile(program.toFile())) {
            return jar.stream()
                    .map(entry -> BUNDLE.matcher(entry.getName()))
                    .filter(Matcher::matches)
                    .map(match -> match.group(1) + " " + match.group(2))
                    .sorted()
                    .collect(Collectors.joining(", "));
        } catch (IOException e) {
            LOG.debug("{} is no program with bundles", program, e);
            return "";
        }
    }

    private static String engine(Path binaries) {
        try (Stream<Path> folders = Files.list(binaries)) {
            return folders.map(folder -> ENGINE.matcher(folder.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(match -> "PostgreSQL " + match.group(1))
                    .sorted()
                    .collect(Collectors.joining(", "));
        } catch (IOException e) {
            LOG.debug("no engine in {}", binaries, e);
            return "";
        }
    }
}
