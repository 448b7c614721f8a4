package io.heliosdb.launcher.command;

import io.heliosdb.launcher.LaunchException;
import io.heliosdb.launcher.Packaged;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code heliosdb conform}: runs the conformance lab in a process of its own, because the lab's libraries are none of the
 * server's. Every option is the lab's.
 */
@Command(
        name = "conform",
        description = {
            "Drives the real drivers against a server that it starts for itself, and reports what works.",
            "Its options: heliosdb conform --help"
        },
        customSynopsis = "heliosdb conform [OPTION]...",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:everything passed", "1:something failed", "2:the lab could not run"},
        footerHeading = "%nExamples:%n",
        footer = {"  heliosdb conform --tier gold", "  heliosdb conform --driver asyncpg --lane live"})
public final class ConformCommand implements Callable<Integer> {
    private static final String LAB = "io.heliosdb.compat.ConformanceCommand";
    /** Tells the lab's cases how this program is called: the words of its command line, one a line. */
    private static final String PROGRAM = "HELIOSDB_PROGRAM";
    /** The lab stops its servers and processes when it is told to end. */
    private static final long STOP_SECONDS = 20;

    @Parameters(arity = "0..*", hidden = true)
    private List<String> options = new ArrayList<>();

    @Override
    public Integer call() throws LaunchException, InterruptedException {
        try {
            Packaged packaged = Packaged.here();
            ProcessBuilder builder = new ProcessBuilder(command(packaged)).inheritIO();
            builder.environment().put(PROGRAM, String.join("\n", program(packaged)));
            Process lab = builder.start();
            Thread stop = new Thread(() -> stop(lab), "heliosdb-lab-stop");
            Runtime.getRuntime().addShutdownHook(stop);
            return lab.waitFor();
        } catch (IOException e) {
            throw new LaunchException("The conformance lab cannot be started: " + e.getMessage(), e);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static List<String> program(Packaged packaged) {
        return List.of(java(), "-jar", packaged.program().toString());
    }

    private List<String> command(Packaged packaged) throws LaunchException {
        List<String> command = new ArrayList<>(
                List.of(java(), "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", packaged.labClassPath(), LAB));
        command.add("--suites=" + packaged.labSuites());
        command.add("--product=HeliosDB " + Packaged.version());
        List<String> server = new ArrayList<>(program(packaged));
        server.addAll(List.of("serve", "--demo", "--ephemeral"));
        server.forEach(word -> command.add("--server=" + word));
        command.addAll(options);
        return command;
    }

    private static void stop(Process lab) {
        lab.destroy();
        try {
            if (!lab.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                lab.destroyForcibly();
            }
        } catch (InterruptedException e) {
            lab.destroyForcibly();
        }
    }
}
