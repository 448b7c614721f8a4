package io.heliosdb.launcher.command;

import io.heliosdb.launcher.LaunchException;
import io.heliosdb.launcher.Packaged;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code heliosdb gate}: applies the release rules to the lab's results. Every option is the lab's. */
@Command(
        name = "gate",
        description = {
            "Applies the release rules to the results of a conformance run.",
            "Its options: heliosdb gate --help"
        },
        customSynopsis = "heliosdb gate [OPTION]...",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every rule is kept", "1:a rule is broken", "2:the gate could not judge"},
        footerHeading = "%nExamples:%n",
        footer = {"  heliosdb gate", "  heliosdb gate --publish"})
public final class GateCommand implements Callable<Integer> {
    private static final String MAIN = "io.heliosdb.compat.gate.GateCommand";

    @Parameters(arity = "0..*", hidden = true)
    private List<String> options = new ArrayList<>();

    @Override
    public Integer call() throws LaunchException, InterruptedException {
        Packaged packaged = Packaged.here();
        List<String> arguments = new ArrayList<>(List.of("--page=" + packaged.compatibilityPage()));
        arguments.addAll(options);
        return new LabProcess(packaged, MAIN).run(arguments);
    }
}
