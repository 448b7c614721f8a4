package io.heliosdb.compat.provisioning;

import io.heliosdb.compat.Progress;
import io.heliosdb.compat.process.ChildEnvironment;
import io.heliosdb.compat.process.Command;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fast installer: one download for all environments, which share their files by hard links. */
final class Uv implements Installer {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** The lock file of uv itself, for a host that does not have it. */
    private static final String LOCK = "uv-requirements.txt";

    /** Settings of pip that a host has for its package index, and what uv calls them. */
    private static final Map<String, String> SETTINGS_OF_PIP = Map.of(
            "PIP_INDEX_URL", "UV_DEFAULT_INDEX",
            "PIP_EXTRA_INDEX_URL", "UV_INDEX",
            "PIP_FIND_LINKS", "UV_FIND_LINKS",
            "PIP_CERT", "SSL_CERT_FILE");

    private final String executable;
    private final Map<String, String> variables;

    private Uv(String executable, Path cache) {
        this.executable = executable;
        this.variables = variables(System.getenv(), cache);
    }

    static Map<String, String> variables(Map<String, String> inherited, Path cache) {
        Map<String, String> variables = ChildEnvironment.clean();
        SETTINGS_OF_PIP.forEach((ofPip, ofUv) -> {
            if (inherited.containsKey(ofPip)) {
                variables.putIfAbsent(ofUv, inherited.get(ofPip));
            }
        });
        variables.putIfAbsent("UV_CACHE_DIR", cache.resolve("uv").toString());
        variables.put("UV_NO_PROGRESS", "1");
        variables.put("UV_PYTHON_DOWNLOADS", "never");
        return variables;
    }

    /**
     * Finds uv on the PATH, or below {@code cache}, or installs it there.
     *
     * @return empty where it cannot be had; the progress then says why
     * @throws IOException where a program cannot be started
     */
    static Optional<Uv> find(Path cache, PythonInterpreter python, Progress progress)
            throws IOException, InterruptedException {
        Uv installed = new Uv("uv", cache);
        if (installed.answers()) {
            return Optional.of(installed);
        }
        Path home = cache.resolve("tools").resolve("uv-py" + python.line());
        Uv own = new Uv(home.resolve("bin").resolve("uv").toString(), cache);
        if (own.answers()) {
            return Optional.of(own);
        }
        progress.status("installing uv, which installs drivers");
        Path lock = Files.createTempFile("uv-requirements", ".txt");
        try (InputStream resource = Uv.class.getResourceAsStream(LOCK)) {
            Files.copy(resource, lock, StandardCopyOption.REPLACE_EXISTING);
            Command.Result result = new Pip().install(python, home, lock);
            if (result.succeeded() && own.answers()) {
                return Optional.of(own);
            }
            progress.line("uv cannot be installed, pip takes its place and takes longer: " + result.tail());
            return Optional.empty();
        } finally {
            Files.deleteIfExists(lock);
        }
    }

    private boolean answers() throws IOException, InterruptedException {
        return Command.run(List.of(executable, "--version"), variables, LIMIT).succeeded();
    }

    @Override
    public String name() {
        return "uv";
    }

    @Override
    public Command.Result install(PythonInterpreter python, Path environment, Path lock)
            throws IOException, InterruptedException {
        String target = environment.toString();
        Command.Result made = Command.run(
                List.of(
                        executable,
                        "venv",
                        "--quiet",
                        "--clear",
                        "--python",
                        python.executable().toString(),
                        target),
                variables,
                LIMIT);
        if (!made.succeeded()) {
            return made;
        }
        return Command.run(
                List.of(
                        executable,
                        "pip",
                        "sync",
                        "--quiet",
                        "--require-hashes",
                        "--python",
                        environment.resolve("bin").resolve("python").toString(),
                        lock.toString()),
                variables,
                LIMIT);
    }
}
