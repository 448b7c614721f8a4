package io.heliosdb.pg.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An embedded server in a JVM of its own, which a test kills. It reports on its standard output, a line an event. */
final class ForkedServer implements AutoCloseable {

    /** What the forked JVM runs: starts a server and holds it until its standard input ends. */
    static final class Main {

        private Main() {}

        public static void main(String[] arguments) throws Exception {
            EmbeddedPostgresOptions options = EmbeddedPostgresOptions.builder(Path.of(arguments[0]))
                    .progress(line -> System.out.println("progress " + line))
                    .build();
            try (EmbeddedPostgres server = EmbeddedPostgres.start(options)) {
                System.out.println("running " + server.pid());
                while (System.in.read() >= 0) {}
            }
        }
    }

    private final Process process;
    private final BufferedReader reports;

    private ForkedServer(Process process) {
        this.process = process;
        this.reports = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    static ForkedServer start(Path home, String... jvmOptions) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), home.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        return new ForkedServer(builder.start());
    }

    /** The rest of the next report that begins with this word. */
    String await(String word) throws IOException {
        for (String line = reports.readLine(); line != null; line = reports.readLine()) {
            if (line.startsWith(word + " ")) {
                return line.substring(word.length() + 1);
            }
        }
        throw new IOException("the forked server ended without saying: " + word);
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }
}
