package io.heliosdb.compat.server;

import io.heliosdb.compat.LabException;
import io.heliosdb.compat.process.ChildEnvironment;
import io.heliosdb.compat.process.Command;
import io.heliosdb.reports.Trees;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The Maven project of a bundle that does not come with the server, as {@code heliosdb new} makes one. It is built against
 * the server's own contracts, in a copy: where the sources lie nothing is written.
 *
 * @param sources the project's folder
 * @param cache the folder for what runs share
 * @param server the command line that starts it: the program, then its command with options
 */
public record BundleProject(Path sources, Path cache, List<String> server) {

    /** Long enough for a first build, which loads Maven and its plugins. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final String SERVE = "serve";

    /** Folders of a project that are made by its build. */
    private static final Set<String> MADE = Set.of("target", "repository");

    public BundleProject {
        server = List.copyOf(server);
    }

    /**
     * Builds it, without its tests.
     *
     * @return the jar
     * @throws LabException where that fails; the message holds the end of what the build printed
     */
    public Path build() throws InterruptedException {
        Path copy = cache.resolve("bundles").resolve(sources.getFileName()).toAbsolutePath();
        try {
            copyTo(copy);
            List<String> contracts = new ArrayList<>(program());
            contracts.addAll(List.of("new", "repository", "--dir", copy.toString()));
            run(contracts);
            run(List.of(
                    copy.resolve("mvnw").toString(),
                    "-f",
                    copy.resolve("pom.xml").toString(),
                    "-q",
                    "-B",
                    "-ntp",
                    "-DskipTests",
                    "package"));
            try (Stream<Path> files = Files.list(copy.resolve("target"))) {
                return files.filter(file -> file.toString().endsWith(".jar"))
                        .findFirst()
                        .orElseThrow(() -> new LabException("the build of " + sources + " made no jar"));
            }
        } catch (IOException e) {
            throw new LabException("cannot build " + sources + ": " + e.getMessage(), e);
        }
    }

    private List<String> program() {
        int serve = server.indexOf(SERVE);
        if (serve < 1) {
            throw new LabException(
                    "cannot build " + sources + " for a server that is not started by a program's word " + SERVE);
        }
        return server.subList(0, serve);
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Command.Result result = Command.run(command, ChildEnvironment.clean(), LIMIT);
        if (!result.succeeded()) {
            throw new LabException("cannot build " + sources + ", exit " + result.status() + ":\n" + result.tail());
        }
    }

    private void copyTo(Path copy) throws IOException {
        if (Files.exists(copy)) {
            Trees.delete(copy);
        }
        Files.walkFileTree(sources, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (folder.getParent().equals(sources)
                        && MADE.contains(folder.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(copy.resolve(sources.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, copy.resolve(sources.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
