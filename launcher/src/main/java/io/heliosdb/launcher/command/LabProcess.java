package io.heliosdb.launcher.command;

import io.heliosdb.launcher.LaunchException;
import io.heliosdb.launcher.Packaged;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command of the conformance lab, in a process of its own, because the lab's libraries are none of the server's.
 *
 * @param packaged what came with the program
 * @param main the class of the lab that is the command
 */
record LabProcess(Packaged packaged, String main) {
    /** The lab stops its servers and processes when it is told to end. */
    private static final long STOP_SECONDS = 20;

    /**
     * Runs the command on this process's console.
     *
     * @param arguments its command line
     * @return its exit code
     */
    int run(List<String> arguments) throws LaunchException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(java(), "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", packaged.labClassPath(), main));
        command.add("--suites=" + packaged.labSuites());
        command.add("--published=" + packaged.labPublished());
        command.addAll(arguments);
        try {
            Process lab = new ProcessBuilder(command).inheritIO().start();
            Thread stop = new Thread(() -> stop(lab), "heliosdb-lab-stop");
            Runtime.getRuntime().addShutdownHook(stop);
            return lab.waitFor();
        } catch (IOException e) {
            throw new LaunchException("The conformance lab cannot be started: " + e.getMessage(), e);
        }
    }

    /** The program that runs Java. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
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
