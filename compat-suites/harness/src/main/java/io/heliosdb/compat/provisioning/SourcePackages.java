package io.heliosdb.compat.provisioning;

import io.heliosdb.compat.LabException;
import io.heliosdb.compat.Progress;
import io.heliosdb.compat.matrix.SourcePackage;
import io.heliosdb.compat.process.ChildEnvironment;
import io.heliosdb.compat.process.Command;
import io.heliosdb.reports.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Published source packages, fetched when they are needed, verified and unpacked into the cache. Nothing of a package is
 * run for that.
 */
public final class SourcePackages {

    /** Names the mirror of Debian to fetch from, where the system's own configuration does not. */
    static final String DEBIAN_MIRROR = "HELIOSDB_DEBIAN_MIRROR";

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Path APT_HELPER = Path.of("/usr/lib/apt/apt-helper");

    /** Python's own unpacking, because Java reads no xz; names that lead out of the folder are refused. */
    private static final String UNPACK =
            """
            import sys, tarfile
            with tarfile.open(sys.argv[1]) as archive:
                archive.extractall(sys.argv[2], filter='data')
            """;

    private final Path cache;
    private final PythonInterpreter python;
    private final Progress progress;
    private final Map<String, String> variables;

    /**
     * Packages below {@code cache}.
     *
     * @param cache a folder that several runs may use at the same time
     * @param python the interpreter whose pip fetches, and that unpacks
     * @param progress hears what is being fetched
     */
    public SourcePackages(Path cache, PythonInterpreter python, Progress progress) {
        this(cache, python, progress, ChildEnvironment.clean());
    }

    SourcePackages(Path cache, PythonInterpreter python, Progress progress, Map<String, String> variables) {
        this.cache = cache.toAbsolutePath();
        this.python = python;
        this.progress = progress;
        this.variables = Map.copyOf(variables);
    }

    /** Where the unpacked package lies once it is {@linkplain #provide provided}. */
    public static Path folder(Path cache, SourcePackage source) {
        return cache.toAbsolutePath()
                .resolve("sources")
                .resolve(source.name() + "-" + source.sha256().substring(0, 12));
    }

    /**
     * Makes sure that a package lies unpacked in its {@linkplain #folder folder}.
     *
     * @return the folder
     * @throws LabException where it cannot be fetched, or is another one than the matrix says
     */
    public synchronized Path provide(SourcePackage source) throws InterruptedException {
        Path folder = folder(cache, source);
        try {
            Files.createDirectories(folder.getParent());
            Path guard = folder.resolveSibling("." + folder.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                // Another run may want the same package. Closing the channel gives the lock back.
                channel.lock();
                if (!Files.isDirectory(folder)) {
                    progress.status(source.name() + ": fetching its sources");
                    fetch(source, folder);
                    progress.line(source.name() + ": sources fetched");
                }
            }
            return folder;
        } catch (IOException e) {
            throw new LabException("cannot fetch the sources of " + source.name() + ": " + e.getMessage(), e);
        }
    }

    private void fetch(SourcePackage source, Path folder) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory(folder.getParent(), "fetching-");
        try {
            Path archives = Files.createDirectory(work.resolve("archives"));
            if (source instanceof SourcePackage.Distribution distribution) {
                fromPackageIndex(distribution, archives, work);
            } else if (source instanceof SourcePackage.DebianArchive archive) {
                fromDebian(archive, archives.resolve(source.name()));
            }
            Path archive = only(archives);
            String digest = sha256(archive);
            if (!digest.equals(source.sha256())) {
                throw new LabException("the sources of " + source.name() + " have SHA-256 " + digest + " (expected: "
                        + source.sha256() + ")");
            }
            Path unpacked = Files.createDirectory(work.resolve("unpacked"));
            run(
                    "unpack the sources of " + source.name(),
                    List.of(python.executable().toString(), "-c", UNPACK, archive.toString(), unpacked.toString()),
                    variables);
            Files.move(only(unpacked), folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Trees.delete(work);
        }
    }

    /**
     * By pip, from where the host's pip fetches. It wants to know what a package declares before it keeps it, and would
     * build the package for that; {@code metadata_backend.py} reads it from the package instead.
     */
    private void fromPackageIndex(SourcePackage.Distribution source, Path archives, Path work)
            throws IOException, InterruptedException {
        Path backend = Files.createDirectories(work.resolve("backend").resolve("setuptools"));
        Files.createFile(backend.resolve("__init__.py"));
        try (InputStream resource = SourcePackages.class.getResourceAsStream("metadata_backend.py")) {
            Files.copy(resource, backend.resolve("build_meta.py"));
        }
        Path lock = Files.writeString(
                work.resolve("source.txt"),
                source.distribution() + "==" + source.version() + " --hash=sha256:" + source.sha256() + "\n");
        Map<String, String> environment = new TreeMap<>(variables);
        environment.put("PYTHONPATH", backend.getParent().toString());
        run(
                "fetch the sources of " + source.name(),
                List.of(
                        pip().toString(),
                        "-m",
                        "pip",
                        "download",
                        "--disable-pip-version-check",
                        "--no-input",
                        "--quiet",
                        "--no-deps",
                        "--no-binary",
                        source.distribution(),
                        "--use-pep517",
                        "--no-build-isolation",
                        "--require-hashes",
                        "--requirement",
                        lock.toString(),
                        "--dest",
                        archives.toString()),
                environment);
    }

    /** An interpreter with pip: the system's own may lack it. */
    private Path pip() throws IOException, InterruptedException {
        Path home = cache.resolve("tools").resolve("pip-py" + python.line());
        Path interpreter = home.resolve("bin").resolve("python");
        List<String> question = List.of(interpreter.toString(), "-m", "pip", "--version");
        if (!Files.isExecutable(interpreter)
                || !Command.run(question, variables, LIMIT).succeeded()) {
            run(
                    "make an environment with pip",
                    List.of(python.executable().toString(), "-m", "venv", "--clear", home.toString()),
                    variables);
        }
        return interpreter;
    }

    /** By apt, from the mirrors that the host's apt fetches from. */
    private void fromDebian(SourcePackage.DebianArchive source, Path archive) throws IOException, InterruptedException {
        if (!Files.isExecutable(APT_HELPER)) {
            throw new LabException("not run: the sources of " + source.name()
                    + " come from a mirror of Debian by means of " + APT_HELPER + ", which is not here");
        }
        List<String> problems = new ArrayList<>();
        for (String mirror : mirrors()) {
            Command.Result result = Command.run(
                    List.of(
                            APT_HELPER.toString(),
                            "download-file",
                            mirror + "/" + source.path(),
                            archive.toString(),
                            "SHA256:" + source.sha256()),
                    variables,
                    LIMIT);
            if (result.succeeded()) {
                return;
            }
            problems.add(result.tail());
        }
        throw new LabException("cannot fetch the sources of " + source.name()
                + (problems.isEmpty()
                        ? ": apt knows no mirror of Debian; name one in " + DEBIAN_MIRROR
                        : "\n" + String.join("\n", problems)));
    }

    private List<String> mirrors() throws IOException, InterruptedException {
        String named = variables.get(DEBIAN_MIRROR);
        if (named != null) {
            return List.of(withoutSlash(named));
        }
        Command.Result result = Command.run(
                List.of("apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", "Origin: Debian"),
                variables,
                LIMIT);
        return result.succeeded()
                ? result.output()
                        .lines()
                        .map(SourcePackages::withoutSlash)
                        .distinct()
                        .toList()
                : List.of();
    }

    private static String withoutSlash(String uri) {
        return uri.strip().replaceFirst("/+$", "");
    }

    private static void run(String what, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Command.Result result = Command.run(command, environment, LIMIT);
        if (!result.succeeded()) {
            throw new LabException("cannot " + what + ":\n" + result.tail());
        }
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> all = entries.toList();
            return Optional.of(all)
                    .filter(found -> found.size() == 1)
                    .map(found -> found.get(0))
                    .orElseThrow(() -> new IOException(all.size() + " entries where one is expected"));
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
