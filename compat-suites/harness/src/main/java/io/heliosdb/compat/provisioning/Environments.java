package io.heliosdb.compat.provisioning;

import io.heliosdb.compat.LabException;
import io.heliosdb.compat.Progress;
import io.heliosdb.compat.process.Command;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One virtual environment a driver and version, kept from run to run: it is made anew when its lock file or the
 * interpreter has changed, and otherwise costs nothing.
 */
public final class Environments {

    private static final String STAMP = "heliosdb-lab-stamp";

    private final Path cache;
    private final PythonInterpreter python;
    private final Progress progress;
    private final Map<String, Object> guards = new ConcurrentHashMap<>();
    private List<Installer> installers;

    /**
     * Environments below {@code cache}.
     *
     * @param cache a folder that several runs may use at the same time
     * @param python the interpreter that they are made from
     * @param progress hears what is being installed
     */
    public Environments(Path cache, PythonInterpreter python, Progress progress) {
        this.cache = cache.toAbsolutePath();
        this.python = python;
        this.progress = progress;
    }

    Environments(Path cache, PythonInterpreter python, Progress progress, List<Installer> installers) {
        this(cache, python, progress);
        this.installers = List.copyOf(installers);
    }

    /** The interpreter that the environments are made from. */
    public PythonInterpreter python() {
        return python;
    }

    /** The folder that the environments lie in. */
    public Path cache() {
        return cache;
    }

    /**
     * Makes sure that the environment {@code name} holds exactly what {@code lock} says. Several threads may ask at the same
     * time, for the same environment too.
     *
     * @param name the environment's name, such as {@code psycopg2@2.9.13}
     * @param lock the lock file, with a hash for every package
     * @return the environment's interpreter
     * @throws LabException where that is impossible; the message holds the end of what the installer printed
     */
    public Path provide(String name, Path lock) throws InterruptedException {
        // A file lock keeps other runs out, not the threads of this one.
        synchronized (guards.computeIfAbsent(name, key -> new Object())) {
            return provideAlone(name, lock);
        }
    }

    private Path provideAlone(String name, Path lock) throws InterruptedException {
        Path environment = cache.resolve("environments").resolve(name + "-py" + python.line());
        Path interpreter = environment.resolve("bin").resolve("python");
        try {
            String wanted = stamp(lock);
            Files.createDirectories(environment.getParent());
            Path guard = environment.resolveSibling("." + environment.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                // Another run may want the same environment. Closing the channel gives the lock back.
                channel.lock();
                if (!isCurrent(environment, interpreter, wanted)) {
                    install(name, environment, lock);
                    Files.writeString(environment.resolve(STAMP), wanted);
                }
            }
            return interpreter;
        } catch (IOException e) {
            throw new LabException("cannot make the environment of " + name + ": " + e.getMessage(), e);
        }
    }

    private static boolean isCurrent(Path environment, Path interpreter, String wanted) throws IOException {
        Path stamp = environment.resolve(STAMP);
        return Files.isExecutable(interpreter)
                && Files.exists(stamp)
                && Files.readString(stamp).equals(wanted);
    }

    private void install(String name, Path environment, Path lock) throws IOException, InterruptedException {
        Files.deleteIfExists(environment.resolve(STAMP));
        List<String> problems = new ArrayList<>();
        for (Installer installer : installers()) {
            progress.status(name + ": installing with " + installer.name());
            long start = System.nanoTime();
            Command.Result result = installer.install(python, environment, lock);
            if (result.succeeded()) {
                progress.line(String.format(
                        "%s: installed with %s in %.1f s", name, installer.name(), (System.nanoTime() - start) / 1e9));
                return;
            }
            problems.add(installer.name() + " ended with exit " + result.status() + ":\n" + result.tail());
        }
        throw new LabException("cannot install " + name + " from " + lock + "\n" + String.join("\n", problems));
    }

    private synchronized List<Installer> installers() throws IOException, InterruptedException {
        if (installers == null) {
            List<Installer> found = new ArrayList<>();
            Uv.find(cache, python, progress).ifPresent(found::add);
            found.add(new Pip());
            installers = found;
        }
        return installers;
    }

    /**
     * What an environment is made of: it stays the same until its lock file or the interpreter changes.
     *
     * @throws IOException where the lock file cannot be read
     */
    public String stamp(Path lock) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(lock));
            return HexFormat.of().formatHex(digest) + " " + python.version() + " " + python.executable() + "\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
