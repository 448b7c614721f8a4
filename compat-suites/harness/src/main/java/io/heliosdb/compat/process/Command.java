package io.heliosdb.compat.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs a program to its end and keeps what it prints. */
public final class Command {

    private static final int TIMED_OUT = 124;

    private Command() {}

    /**
     * How a program ended.
     *
     * @param status its exit status; 124 when it was ended because it took too long
     * @param output what it printed on both of its outputs
     */
    public record Result(int status, String output) {

        /** Whether it ended with status 0. */
        public boolean succeeded() {
            return status == 0;
        }

        /** The last lines of the output, for a message. */
        public String tail() {
            List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
        }
    }

    /**
     * Runs {@code command}.
     *
     * @throws IOException where it cannot be started
     */
    public static Result run(List<String> command, Map<String, String> environment, Duration limit)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile("heliosdb-lab", ".log");
        try (ProcessGroup group = ProcessGroup.start(
                new ProcessGroup.Start(command, Path.of("").toAbsolutePath(), environment, log, Duration.ZERO))) {
            boolean ended = group.await(limit);
            int status = ended ? group.await() : TIMED_OUT;
            String output = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
            return new Result(status, ended ? output : output + "\nstill busy after " + limit.toSeconds() + " s");
        } finally {
            Files.deleteIfExists(log);
        }
    }
}
