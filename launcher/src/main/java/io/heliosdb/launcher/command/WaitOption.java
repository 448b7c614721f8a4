package io.heliosdb.launcher.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How long a command waits for users to finish. */
final class WaitOption {
    private static final int LONGEST = 300;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "Wait until it has no users, for at most so long. Default: 0; the rest happens by itself.")
    private int wait;

    int seconds(CommandSpec spec) {
        if (wait < 0 || wait > LONGEST) {
            throw new ParameterException(spec.commandLine(), "--wait " + wait + " (expected: 0 to " + LONGEST + ")");
        }
        return wait;
    }
}
