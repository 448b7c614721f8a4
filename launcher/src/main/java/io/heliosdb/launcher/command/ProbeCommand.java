package io.heliosdb.launcher.command;

import io.heliosdb.launcher.LaunchException;
import io.heliosdb.launcher.Packaged;
import io.heliosdb.launcher.Probes;
import io.heliosdb.launcher.configuration.Logging;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heliosdb probe}: asks a running server whether its protocols serve, without a Python on the machine. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        description = {
            "Runs probes, small Python programs, by Jython against a server that runs, and says what passed.",
            "A probe's functions probe_<name>(server) are its cases; it belongs to the protocol that its folder is"
                    + " named after.",
            "Without --target the server is the demo server of the home. A target file has lines key = value: host,"
                    + " port.<protocol>, user, password, database, and ca, the PEM file that the server's certificate is"
                    + " checked with; all may be left out, without ca nothing goes through TLS."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every case passed, or was not asked for",
            "1:a case did not pass, or nothing could be run; the reason is printed",
            "2:the command line is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  heliosdb probe",
            "  heliosdb probe probes/postgresql/basics.py --target server.cfg",
            "  heliosdb probe --protocol mysql my_probe.py --json"
        })
public final class ProbeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Probes. Default: those that came with the program, of every protocol whose port is known.")
    private List<Path> files = List.of();

    @Mixin
    private HomeOption home;

    @Option(names = "--target", paramLabel = "FILE", description = "Says where the server is and who logs in.")
    private Path target;

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            description = "The protocol of the probes. Default: what each one's folder is called.")
    private String protocol;

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            description = "How long a probe may take before it is ended. Default: 60.")
    private int limit = 60;

    @Option(names = "--json", description = "Print a JSON object a line, one for each probe.")
    private boolean json;

    @Override
    public Integer call() throws LaunchException {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit " + limit + " (expected: 1 or more)");
        }
        Logging.toConsole();
        ProbedServer server = target == null ? ProbedServer.of(home.home()) : ProbedServer.of(target);
        List<Path> probes = files.isEmpty() ? packaged(server) : files;
        for (Path probe : probes) {
            protocolOf(probe, server);
        }
        PrintWriter out = spec.commandLine().getOut();
        ProbePrinter printer = new ProbePrinter(out, json);
        try (Probes opened = Probes.open(home.home())) {
            for (Path probe : probes) {
                String name = protocolOf(probe, server);
                Map<String, Object> result =
                        opened.runner().run(probe.toAbsolutePath(), server.target(name), Duration.ofSeconds(limit));
                printer.print(name, result);
            }
        } catch (IllegalArgumentException e) {
            throw new LaunchException(String.valueOf(e.getMessage()), e);
        }
        return printer.conclude() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private String protocolOf(Path probe, ProbedServer server) throws LaunchException {
        Path folder = probe.toAbsolutePath().normalize().getParent();
        String name = protocol != null ? protocol : String.valueOf(folder.getFileName());
        if (!server.protocols().contains(name)) {
            throw new LaunchException(probe + ": no port is known of the protocol " + name + " (known: "
                    + String.join(", ", server.protocols())
                    + "); name the protocol with --protocol, or its port in the --target file");
        }
        return name;
    }

    private List<Path> packaged(ProbedServer server) throws LaunchException {
        Path folder = Packaged.here().labSuites().resolve("probes");
        List<Path> found = new ArrayList<>();
        for (String name : server.protocols()) {
            Path ofProtocol = folder.resolve(name);
            if (Files.isDirectory(ofProtocol) && (protocol == null || protocol.equals(name))) {
                try (Stream<Path> probes = Files.list(ofProtocol)) {
                    probes.filter(file -> file.toString().endsWith(".py"))
                            .sorted()
                            .forEach(found::add);
                } catch (IOException e) {
                    throw new LaunchException(ofProtocol + " cannot be read: " + e, e);
                }
            }
        }
        if (found.isEmpty()) {
            throw new LaunchException("There are no probes in " + folder + " for "
                    + (protocol == null ? String.join(", ", server.protocols()) : protocol));
        }
        return found;
    }
}
