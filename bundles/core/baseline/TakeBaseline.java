import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes what is built as the new baseline: of each jar its manifest and its exported packages. To be run at a release, from
 * the top of the repository, after a build: {@code java bundles/core/baseline/TakeBaseline.java}.
 */
public final class TakeBaseline {
    private static final List<String> MODULES = List.of("spi", "sql");
    private static final Pattern EXPORT = Pattern.compile("(?:^|,)(io\\.heliosdb\\.[\\w.]+)");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

    private TakeBaseline() {}

    public static void main(String[] arguments) throws IOException {
        for (String module : MODULES) {
            Path built = built(Path.of("bundles", "core", module, "target"), "core." + module);
            Path baseline = Path.of("bundles", "core", "baseline", "core." + module + ".jar");
            copy(built, baseline);
            System.out.println(baseline + ": " + Files.size(baseline) + " octets");
        }
    }

    private static Path built(Path target, String artifact) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches(Pattern.quote(artifact) + "-\\d[^/]*\\.jar"))
                    .filter(file -> !file.toString().endsWith("-tests.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no jar in " + target + ": build first"));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (JarFile jar = new JarFile(from.toFile());
                OutputStream file = Files.newOutputStream(to);
                JarOutputStream out = new JarOutputStream(file)) {
            String exports = jar.getManifest().getMainAttributes().getValue("Export-Package");
            Set<String> folders = EXPORT.matcher(QUOTED.matcher(exports).replaceAll(""))
                    .results()
                    .map(found -> found.group(1).replace('.', '/') + "/")
                    .collect(Collectors.toCollection(TreeSet::new));
            for (JarEntry entry : jar.stream().toList()) {
                String name = entry.getName();
                String folder = name.substring(0, name.lastIndexOf('/') + 1);
                if (name.equals(JarFile.MANIFEST_NAME) || (folders.contains(folder) && name.endsWith(".class"))) {
                    JarEntry copied = new JarEntry(name);
                    copied.setTime(entry.getTime());
                    out.putNextEntry(copied);
                    try (InputStream content = jar.getInputStream(entry)) {
                        content.transferTo(out);
                    }
                    out.closeEntry();
                }
            }
        }
    }
}
