package io.heliosdb.compat.gate;

import io.heliosdb.compat.Conformance;
import io.heliosdb.compat.ConformanceOptions;
import io.heliosdb.compat.LabException;
import io.heliosdb.reports.ConformanceReport;
import io.heliosdb.reports.gate.BrokenRule;
import io.heliosdb.reports.gate.GateResult;
import io.heliosdb.reports.published.Publication;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options of {@code heliosdb gate}. */
@Command(
        name = "heliosdb gate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Applies the release rules to the results of a conformance run, and prints each broken rule in one line.",
            "It judges the whole matrix: a planned cell that did not run breaks a rule."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every rule is kept, or what was published is published",
            "1:a rule is broken",
            "2:the gate could not judge"
        })
public final class GateCommand implements Callable<Integer> {

    /** A rule is broken. */
    static final int HELD = 1;

    /** The gate could not judge. */
    static final int UNABLE = 2;

    @Option(
            names = "--results",
            split = ",",
            paramLabel = "DIR",
            description = "The folder of a run; several make one report. Default: target/conformance")
    private List<Path> results = List.of(ConformanceOptions.DEFAULT_OUT);

    @Option(
            names = "--baseline",
            paramLabel = "DIR",
            description = "The published report to compare with. Default: reports/published")
    private Path baseline;

    @Option(names = "--rules", paramLabel = "FILE", description = "The rules. Default: gate.yaml beside the matrix")
    private Path rules;

    @Option(
            names = "--overview",
            paramLabel = "DIR",
            description = "Write overview.html to this folder. It is written to that of a single run anyway.")
    private Path overview;

    @Option(
            names = "--publish",
            description =
                    "When every rule is kept, make these results the published report, with badges and COMPATIBILITY.md.")
    private boolean publish;

    @Option(
            names = "--force",
            description =
                    "With --publish: publish although rules are broken. The whole matrix has to have been asked for.")
    private boolean force;

    @Option(names = "--suites", paramLabel = "DIR", hidden = true, description = "The folder with the matrix.")
    private Path suites;

    @Option(names = "--published", paramLabel = "DIR", hidden = true, description = "The default of --baseline.")
    private Path published;

    @Option(names = "--page", paramLabel = "FILE", hidden = true, description = "The page for users.")
    private Path page = Path.of("COMPATIBILITY.md");

    private final PrintStream stream;

    /** A command that prints to {@code stream}. */
    public GateCommand(PrintStream stream) {
        this.stream = stream;
    }

    @Override
    public Integer call() {
        try {
            return judge();
        } catch (LabException e) {
            stream.println(e.getMessage());
            return UNABLE;
        }
    }

    private int judge() {
        if (force && !publish) {
            throw new LabException("--force goes with --publish only: nothing opens a held gate");
        }
        Publication publication = publication();
        ReleaseGate gate = new ReleaseGate(rules(), Optional.of(publication));
        ConformanceReport report = report();
        ReleaseGate.Judgement judgement = publish ? gate.judgeForPublication(report) : gate.judge(report);
        GateResult result = judgement.result();
        result.broken().forEach(rule -> stream.println(rule.line()));
        if (overview != null || results.size() == 1) {
            stream.println("Overview: "
                    + judgement
                            .overview(overview == null ? results.get(0) : overview)
                            .toAbsolutePath());
        }
        stream.println("Gate: " + result.line());
        return publish ? publish(publication, judgement) : result.isOpen() ? 0 : HELD;
    }

    private Publication publication() {
        if (baseline != null && !Files.isDirectory(baseline) && !publish) {
            throw new LabException(baseline + " is no folder (expected: the published report, as --publish leaves it)");
        }
        Path folder = baseline == null ? published : baseline;
        if (folder == null) {
            throw new LabException("no published report: name its folder with --baseline");
        }
        return new Publication(folder);
    }

    private Path rules() {
        if (rules != null) {
            return rules;
        }
        if (suites == null) {
            throw new LabException("no rules: name their file with --rules");
        }
        return suites.resolve(ReleaseGate.FILE);
    }

    private ConformanceReport report() {
        List<ConformanceReport> reports = new ArrayList<>();
        for (Path folder : results) {
            Path file = folder.resolve(Conformance.SUMMARY);
            if (!Files.exists(file)) {
                throw new LabException("no results: there is no " + file + "; make them with heliosdb conform");
            }
            try {
                reports.add(ConformanceReport.read(file));
            } catch (IOException e) {
                throw new LabException(e.getMessage(), e);
            }
        }
        try {
            return ConformanceReport.merge(reports);
        } catch (IllegalArgumentException e) {
            throw new LabException("the results are not those of one matrix: " + e.getMessage(), e);
        }
    }

    private int publish(Publication publication, ReleaseGate.Judgement judgement) {
        GateResult result = judgement.result();
        if (!result.isOpen() && !force) {
            stream.println("Not published. To publish all the same: heliosdb gate --publish --force");
            return HELD;
        }
        if (result.broken().stream().anyMatch(rule -> rule.rule() == BrokenRule.Rule.WHOLE_RUN)) {
            stream.println(
                    "Not published: a part of the cases says nothing of the rest, and --force does not change that");
            return HELD;
        }
        try {
            for (Path file : publication.publish(judgement.report(), page)) {
                stream.println("Published: " + file.toAbsolutePath().normalize());
            }
        } catch (IOException e) {
            throw new LabException("the results cannot be published: " + e.getMessage(), e);
        }
        if (!result.isOpen()) {
            stream.println("Published by force, although " + result.line().substring("held, ".length()));
        }
        return 0;
    }

    /** Runs the command and exits with its status. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new GateCommand(System.out)).execute(arguments));
    }
}
