package io.heliosdb.launcher.project;

import io.heliosdb.launcher.LaunchException;
import io.heliosdb.launcher.Packaged;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The files of a new project. Each kind has an index that lists them; in their names and their text, {@code @word@} stands
 * for what the project's name and the program say.
 */
public enum ProjectTemplate {
    PROTOCOL,
    AUTH,
    DIALECT;

    /** The oldest Java that a bundle runs on. */
    private static final String JAVA = "17";

    private static final String COMMON = "common";
    private static final String INDEX = "index.txt";

    /** Octets that are a file of their own kind, not texts to be filled in. */
    private static final Set<String> AS_THEY_ARE = Set.of("mvnw", "mvnw.cmd", ".mvn/wrapper/maven-wrapper.properties");

    /**
     * Writes the project.
     *
     * @param folder not there yet, or empty
     * @param options what this kind asks for beside the name: {@code port}, {@code dialect}
     */
    public void write(Path folder, ProjectName name, Map<String, String> options) throws LaunchException {
        Map<String, String> words = words(name);
        words.putAll(options);
        try {
            if (Files.isDirectory(folder)) {
                try (var files = Files.list(folder)) {
                    if (files.findAny().isPresent()) {
                        throw new LaunchException(folder + " is not empty; name another folder with --dir");
                    }
                }
            }
            for (String origin : List.of(COMMON, name().toLowerCase(Locale.ROOT))) {
                for (String file : lines(origin)) {
                    write(origin, file, folder, words);
                }
            }
        } catch (IOException e) {
            throw new LaunchException(folder + " cannot be written: " + e, e);
        }
    }

    private static Map<String, String> words(ProjectName name) throws LaunchException {
        Map<String, String> words = new HashMap<>();
        words.put("name", name.name());
        words.put("Name", name.className());
        words.put("NAME", name.constant());
        words.put("schema", name.name().replace('-', '_'));
        words.put("package", name.javaPackage());
        words.put("path", name.path());
        words.put("group", name.group());
        words.put("java", JAVA);
        words.put("heliosdb", Packaged.version());
        Properties versions = new Properties();
        try (InputStream resource = ProjectTemplate.class.getResourceAsStream("versions.properties")) {
            versions.load(resource);
        } catch (IOException e) {
            throw new LaunchException("the versions of the project's plugins cannot be read", e);
        }
        versions.stringPropertyNames().forEach(key -> words.put(key, versions.getProperty(key)));
        return words;
    }

    private static List<String> lines(String origin) throws IOException {
        return new String(resource(origin + "/" + INDEX), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static void write(String origin, String file, Path folder, Map<String, String> words) throws IOException {
        // Builds leave files of that name out.
        Path target = folder.resolve(file.equals("gitignore") ? ".gitignore" : fill(file, words));
        Files.createDirectories(target.getParent());
        byte[] content = resource(origin + "/" + file);
        if (AS_THEY_ARE.contains(file)) {
            Files.write(target, content);
        } else {
            Files.writeString(target, fill(new String(content, StandardCharsets.UTF_8), words));
        }
        if (file.equals("mvnw")) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static String fill(String text, Map<String, String> words) {
        String filled = text;
        for (Map.Entry<String, String> word : words.entrySet()) {
            filled = filled.replace("@" + word.getKey() + "@", word.getValue());
        }
        return filled;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream resource = ProjectTemplate.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IOException("the program has no " + name);
            }
            return resource.readAllBytes();
        }
    }
}
