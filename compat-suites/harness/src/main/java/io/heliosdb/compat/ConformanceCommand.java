package io.heliosdb.compat;

import io.heliosdb.compat.matrix.CasePattern;
import io.heliosdb.compat.matrix.Lane;
import io.heliosdb.compat.matrix.Selection;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options of {@code heliosdb conform}. */
@Command(
        name = "heliosdb conform",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Drives the real drivers against a server and reports what works.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything passed, and every selected cell ran at least one case",
            "1:something failed",
            "2:the lab could not run"
        })
public final class ConformanceCommand implements Callable<Integer> {

    /** Something failed. */
    static final int RED = 1;

    /** The lab could not run. */
    static final int UNABLE = 2;

    @Option(names = "--tier", split = ",", paramLabel = "TIER", description = "Only drivers of this tier.")
    private List<String> tiers = List.of();

    @Option(
            names = "--driver",
            split = ",",
            paramLabel = "DRIVER[@VERSION]",
            description = "Only this driver, or this version of it.")
    private List<String> drivers = List.of();

    @Option(
            names = "--lane",
            split = ",",
            paramLabel = "LANE",
            description =
                    "Only this lane: live (HeliosDB), reference (the vendor's own server), upstream (the driver's "
                            + "own suite against HeliosDB), upstream-reference (the same against the vendor's server). "
                            + "Default: live and reference")
    private List<String> lanes = List.of();

    @Option(names = "--newest", description = "Only the newest version of each driver.")
    private boolean newest;

    @Option(
            names = "--case",
            paramLabel = "PATTERN",
            description = "Only cases whose id contains this; * stands for any text.")
    private String cases;

    @Option(
            names = "--target",
            paramLabel = "FILE",
            description = "A YAML file that describes a running server: host, ports, user, password, database, ca.")
    private Path target;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where results and reports go. Default: target/conformance")
    private Path out = ConformanceOptions.DEFAULT_OUT;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "How many cells run side by side. Default: one more than cores, 3 at most")
    private int jobs = ConformanceOptions.defaultJobs();

    @Option(
            names = "--print-gaps",
            description = "Write the list of known gaps as it would have to be after this run to DIR.")
    private boolean printGaps;

    @Option(names = "--list", description = "Only list what would run.")
    private boolean list;

    @Option(names = "--json", description = "With --list: as JSON, for programs.")
    private boolean json;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where drivers are installed. Default: ~/.cache/heliosdb/lab")
    private Path cache = ConformanceOptions.defaultCache();

    @Option(
            names = "--python",
            paramLabel = "PYTHON",
            description = "The Python to use. Default: the newest on the PATH.")
    private String python;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long a case may give no sign of life before it is ended. Default: 120")
    private long timeout = 120;

    @Option(names = "--suites", paramLabel = "DIR", description = "The folder with the matrix and the cases.")
    private Path suites;

    @Option(
            names = "--server",
            paramLabel = "WORD",
            description = "The command line that starts HeliosDB, one word each time the option is given.")
    private List<String> server = List.of();

    @Option(names = "--product", paramLabel = "NAME", hidden = true, description = "What reports call the server.")
    private String product = "HeliosDB";

    @Option(
            names = "--published",
            paramLabel = "DIR",
            hidden = true,
            description = "The published report that the overview compares with.")
    private Path published;

    private final PrintStream stream;

    /** A command that prints to {@code stream}. */
    public ConformanceCommand(PrintStream stream) {
        this.stream = stream;
    }

    /**
     * What the program knows that this command is part of, for the options that its users need not give.
     *
     * @param suitesFolder the folder with the matrix
     * @param serverCommand the command line that starts the server
     * @param productName what reports call the server, with its version
     */
    public ConformanceCommand withDefaults(Path suitesFolder, List<String> serverCommand, String productName) {
        suites = suitesFolder;
        server = List.copyOf(serverCommand);
        product = productName;
        return this;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            Conformance conformance = new Conformance(options(), ConsoleProgress.on(stream));
            if (list) {
                (json ? List.of(conformance.listAsJson()) : conformance.list()).forEach(stream::println);
                return 0;
            }
            return conformance.run().ok() ? 0 : RED;
        } catch (LabException e) {
            stream.println();
            stream.println(e.getMessage());
            return UNABLE;
        }
    }

    private ConformanceOptions options() {
        if (suites == null) {
            throw new LabException("no cases: name the folder with the matrix with --suites");
        }
        return ConformanceOptions.builder(suites)
                .selection(new Selection(
                        tiers, drivers, lanes.stream().map(Lane::of).toList(), newest))
                .cases(Optional.ofNullable(cases).map(CasePattern::part))
                .server(server)
                .product(product)
                .target(Optional.ofNullable(target))
                .out(out)
                .cache(cache)
                .python(Optional.ofNullable(python))
                .silence(Duration.ofSeconds(timeout))
                .jobs(jobs)
                .printGaps(printGaps)
                .published(Optional.ofNullable(published))
                .build();
    }

    /** Runs the command and exits with its status. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ConformanceCommand(System.out)).execute(arguments));
    }
}
