package io.heliosdb.compat.provisioning;

import io.heliosdb.compat.process.ChildEnvironment;
import io.heliosdb.compat.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Python's own tools: there wherever Python is, and slow. */
final class Pip implements Installer {

    private static final Duration LIMIT = Duration.ofMinutes(15);

    @Override
    public String name() {
        return "pip";
    }

    @Override
    public Command.Result install(PythonInterpreter python, Path environment, Path lock)
            throws IOException, InterruptedException {
        Map<String, String> variables = ChildEnvironment.clean();
        Command.Result made = Command.run(
                List.of(python.executable().toString(), "-m", "venv", "--clear", environment.toString()),
                variables,
                LIMIT);
        if (!made.succeeded()) {
            return made;
        }
        return Command.run(
                List.of(
                        environment.resolve("bin").resolve("python").toString(),
                        "-m",
                        "pip",
                        "install",
                        "--disable-pip-version-check",
                        "--no-input",
                        "--quiet",
                        "--require-hashes",
                        "--requirement",
                        lock.toString()),
                variables,
                LIMIT);
    }
}
