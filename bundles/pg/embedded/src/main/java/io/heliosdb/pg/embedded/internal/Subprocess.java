package io.heliosdb.pg.embedded.internal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A short command that is run to its end. */
final class Subprocess {

    /** What a command left behind; {@code output} holds both of its streams. */
    record Result(int status, String output) {

        boolean succeeded() {
            return status == 0;
        }

        /** The last line that says something: where programs put the reason of their failure. */
        String reason() {
            return output.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .reduce((first, second) -> second)
                    .orElse("status " + status);
        }
    }

    private Subprocess() {}

    /**
     * Runs a command with an empty standard input and waits for its end.
     *
     * @param limit after which the command is killed
     * @throws IOException the command cannot be started, or ran into the limit
     */
    static Result run(List<String> command, Path directory, Duration limit) throws IOException, InterruptedException {
        // A file, not a pipe: whoever inherits the stream and lives on would keep a reader of a pipe waiting.
        Path output = Files.createTempFile("heliosdb-", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(nothing())
                    .redirectOutput(output.toFile());
            purgeEnvironment(builder);
            Process process = builder.start();
            try {
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IOException(command + " did not end within " + limit.toSeconds() + " s");
                }
            } finally {
                process.destroyForcibly();
            }
            String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            return new Result(process.exitValue(), text);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** Leaves the engine no variable that could change what it does, such as PGDATA, PGPORT, LD_PRELOAD or LC_ALL. */
    static void purgeEnvironment(ProcessBuilder builder) {
        if (Platform.isWindows()) {
            builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
            return;
        }
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("LC_ALL", "C");
    }

    static File nothing() {
        return new File(Platform.isWindows() ? "NUL" : "/dev/null");
    }
}
