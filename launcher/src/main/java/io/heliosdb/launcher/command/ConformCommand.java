package io.heliosdb.launcher.command;

import io.heliosdb.launcher.LaunchException;
import io.heliosdb.launcher.Packaged;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code heliosdb conform}: runs the conformance lab. Every option is the lab's. */
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
    private static final String MAIN = "io.heliosdb.compat.ConformanceCommand";

    @Parameters(arity = "0..*", hidden = true)
    private List<String> options = new ArrayList<>();

    @Override
    public Integer call() throws LaunchException, InterruptedException {
        Packaged packaged = Packaged.here();
        List<String> arguments = new ArrayList<>(List.of("--product=HeliosDB " + Packaged.version()));
        List<String> server =
                List.of(LabProcess.java(), "-jar", packaged.program().toString(), "serve", "--demo", "--ephemeral");
        server.forEach(word -> arguments.add("--server=" + word));
        arguments.addAll(options);
        return new LabProcess(packaged, MAIN).run(arguments);
    }
}
