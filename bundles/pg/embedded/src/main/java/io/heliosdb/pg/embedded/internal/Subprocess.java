package io.heliosdb.pg.embedded.internal;

import java.io.IOException;
import java.io.InputStream;
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

    private static final Duration CLEANING_LIMIT = Duration.ofSeconds(5);

    private Subprocess() {}

    /**
     * Runs a command, whose standard input is a pipe that stays empty, and waits for its end.
     *
     * @param limit after which the command is killed
     * @throws IOException the command cannot be started, or ran into the limit
     */
    static Result run(List<String> command, Path directory, Duration limit) throws IOException, InterruptedException {
        // A file, not a pipe: whoever inherits the stream and lives on would keep a reader of a pipe waiting.
        Path output = Files.createTempFile("heliosdb-", ".out");
        try (InputStream reader = Files.newInputStream(output)) {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            purgeEnvironment(builder);
            Process process = builder.start();
            try {
                if (!Platform.isWindows()) {
                    // Both sides have it open; without a name it does not outlive them, even if this JVM is killed.
                    Files.delete(output);
                }
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IOException(command + " did not end within " + limit.toSeconds() + " s");
                }
            } finally {
                end(process);
            }
            return new Result(process.exitValue(), new String(reader.readAllBytes(), StandardCharsets.UTF_8));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** Gives an interrupted command the time to clean up behind itself. */
    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(CLEANING_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
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
}
