package io.heliosdb.compat.allure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.matrix.Lane;
import io.heliosdb.compat.process.PytestEvent;
import io.heliosdb.compat.run.CaseResult;
import io.heliosdb.compat.run.CellPlan;
import io.heliosdb.compat.run.LabCase;
import io.heliosdb.compat.run.LabListener;
import io.heliosdb.reports.Verdict;
import io.qameta.allure.FileSystemResultsWriter;
import io.qameta.allure.model.Attachment;
import io.qameta.allure.model.Label;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.Stage;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.StatusDetails;
import io.qameta.allure.model.StepResult;
import io.qameta.allure.model.TestResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each case as an Allure result. A case has one {@code testCaseId} for all versions and lanes, and one
 * {@code historyId} for each of them, so that a trend never mixes two versions.
 *
 * <p>Of the thousands of cases of a driver's own suite those that passed are counted, in one result a capability: a result
 * each would make the report too large to be opened.
 */
public final class AllureResults implements LabListener {

    private static final Logger LOG = LoggerFactory.getLogger(AllureResults.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final FileSystemResultsWriter writer;

    /** The cases of drivers' own suites that passed, by cell and capability. */
    private final Map<Cell, Map<String, Passed>> counted = new ConcurrentHashMap<>();

    private record Passed(Instant started, int cases, Duration duration) {

        private Passed plus(Passed other) {
            return new Passed(started, cases + other.cases, duration.plus(other.duration));
        }
    }

    /**
     * Writes to {@code folder}, which is made with the first result.
     *
     * @param folder the folder for the results
     */
    public AllureResults(Path folder) {
        this.folder = folder;
        this.writer = new FileSystemResultsWriter(folder);
    }

    @Override
    public void cellStarted(CellPlan plan, int cases) {
        // Allure knows cases only.
    }

    @Override
    public void cellFinished(CellPlan plan, String server, Duration duration) {
        Map<String, Passed> capabilities = counted.remove(plan.cell());
        if (capabilities != null) {
            capabilities.forEach((capability, passed) -> write(plan.cell(), summary(capability, passed)));
        }
    }

    private static CaseResult summary(String capability, Passed passed) {
        String title = capability + ": " + passed.cases + " passed";
        LabCase all = new LabCase(
                capability + "::*",
                "",
                0,
                "*",
                title,
                title + ". conformance.json names them.",
                capability,
                false,
                List.of(),
                Optional.empty());
        return new CaseResult(
                all,
                Verdict.PASSED,
                "",
                Optional.empty(),
                "",
                passed.started,
                passed.duration,
                List.of(),
                List.of(),
                false);
    }

    @Override
    public void caseFinished(CellPlan plan, CaseResult result) {
        if (plan.cell().lane().isUpstream() && result.verdict() == Verdict.PASSED) {
            counted.computeIfAbsent(plan.cell(), cell -> new ConcurrentHashMap<>())
                    .merge(
                            result.labCase().capability(),
                            new Passed(result.started(), 1, result.duration()),
                            Passed::plus);
        } else {
            write(plan.cell(), result);
        }
    }

    private void write(Cell cell, CaseResult result) {
        LabCase labCase = result.labCase();
        long start = result.started().toEpochMilli();
        TestResult test = new TestResult()
                .setUuid(UUID.randomUUID().toString())
                .setTestCaseId(digest(cell.driver(), labCase.id()))
                .setHistoryId(digest(cell.driver(), cell.version(), cell.lane().id(), labCase.id()))
                .setFullName(cell + " " + labCase.id())
                .setName(labCase.title())
                .setDescription(labCase.description().equals(labCase.title()) ? null : labCase.description())
                .setStage(Stage.FINISHED)
                .setStatus(status(result.verdict()))
                .setStatusDetails(details(result))
                .setStart(start)
                .setStop(start + result.duration().toMillis())
                .setLabels(labels(cell, labCase))
                .setParameters(List.of(
                        parameter("version", cell.version()),
                        parameter("lane", cell.lane().id())))
                .setSteps(steps(result, start))
                .setAttachments(attachments(result));
        writer.write(test);
    }

    private static Status status(Verdict verdict) {
        return switch (verdict) {
            case PASSED -> Status.PASSED;
            case FAILED -> Status.FAILED;
            case BROKEN -> Status.BROKEN;
            case SKIPPED, KNOWN_GAP -> Status.SKIPPED;
        };
    }

    private static StatusDetails details(CaseResult result) {
        if (result.message().isEmpty()) {
            return null;
        }
        return new StatusDetails()
                .setKnown(result.verdict() == Verdict.KNOWN_GAP)
                .setFlaky(result.flaky())
                .setMessage(result.message())
                .setTrace(result.trace().isEmpty() ? null : result.trace());
    }

    private static List<Label> labels(Cell cell, LabCase labCase) {
        List<Label> labels = new ArrayList<>(List.of(
                label(
                        "parentSuite",
                        cell.tier().title() + " · " + cell.protocol().title()),
                label("suite", cell.title() + " " + cell.version() + lane(cell)),
                label("subSuite", labCase.capability()),
                label("epic", cell.tier().title()),
                label("feature", cell.title()),
                label("story", labCase.capability()),
                label("framework", "pytest"),
                label("language", "python"),
                label("host", cell.lane().id()),
                label("thread", cell.toString()),
                label("severity", labCase.mustPass() ? "critical" : "normal"),
                label("tag", cell.lane().id())));
        if (labCase.mustPass()) {
            labels.add(label("tag", "must_pass"));
        }
        labCase.tags().forEach(tag -> labels.add(label("tag", tag)));
        return labels;
    }

    /** What users run needs no name; beside it, the other lanes do. */
    private static String lane(Cell cell) {
        return cell.lane() == Lane.LIVE ? "" : " (" + cell.lane().id() + ")";
    }

    private static Label label(String name, String value) {
        return new Label().setName(name).setValue(value);
    }

    private static Parameter parameter(String name, String value) {
        return new Parameter().setName(name).setValue(value);
    }

    /** Where a case went wrong. For the thousands that passed they would be a third of the report, and say nothing. */
    private static List<StepResult> steps(CaseResult result, long start) {
        if (result.verdict() == Verdict.PASSED) {
            return List.of();
        }
        List<StepResult> steps = new ArrayList<>();
        long from = start;
        for (PytestEvent.Phase phase : result.phases()) {
            long to = from + Math.round(phase.duration() * 1000);
            Status status =
                    switch (String.valueOf(phase.outcome())) {
                        case "passed" -> Status.PASSED;
                        case "skipped" -> Status.SKIPPED;
                        default -> "call".equals(phase.phase()) ? Status.FAILED : Status.BROKEN;
                    };
            steps.add(new StepResult()
                    .setName(phase.phase())
                    .setStatus(status)
                    .setStage(Stage.FINISHED)
                    .setStart(from)
                    .setStop(to));
            from = to;
        }
        return steps;
    }

    private List<Attachment> attachments(CaseResult result) {
        List<Attachment> attachments = new ArrayList<>();
        for (PytestEvent.Attach attach : result.attachments()) {
            String source = UUID.randomUUID() + "-attachment" + (attach.type().startsWith("text/") ? ".txt" : "");
            try (InputStream content = content(attach)) {
                writer.write(source, content);
                attachments.add(new Attachment()
                        .setName(attach.name())
                        .setType(attach.type())
                        .setSource(source));
            } catch (IOException e) {
                LOG.warn(
                        "{}: attachment '{}' cannot be kept: {}",
                        result.labCase().id(),
                        attach.name(),
                        e.toString());
            }
        }
        return attachments;
    }

    private static InputStream content(PytestEvent.Attach attach) throws IOException {
        if (attach.path() != null) {
            return Files.newInputStream(Path.of(attach.path()));
        }
        return new ByteArrayInputStream((attach.text() == null ? "" : attach.text()).getBytes(UTF_8));
    }

    /** An id that stays the same from run to run. */
    private static String digest(String... parts) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\n", parts).getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Writes what belongs to the whole run: the environment, and the categories that failures are sorted into.
     *
     * @param environment names and values, shown as they are
     * @throws IOException where the files cannot be written
     */
    public void writeRun(Map<String, String> environment) throws IOException {
        Files.createDirectories(folder);
        // Not Properties.store: it escapes what is not Latin-1 and puts the date of the run on top.
        String properties = new TreeMap<>(environment)
                .entrySet().stream()
                        .map(entry -> entry.getKey().replace(' ', '.') + " = " + entry.getValue() + "\n")
                        .collect(Collectors.joining());
        Files.writeString(folder.resolve("environment.properties"), properties);
        JSON.writeValue(folder.resolve("categories.json").toFile(), Category.ALL);
    }

    private record Category(String name, String messageRegex, List<String> matchedStatuses) {

        /** The first that matches takes a result. */
        private static final List<Category> ALL = List.of(
                new Category("Known gaps", "(?s)known gap: .*", List.of("skipped")),
                new Category("Flaky: passed when repeated", "(?s).*\\(flaky: .*", List.of("failed", "broken")),
                new Category(
                        "Known gaps that pass or fail otherwise", "(?s).*known gap.*", List.of("failed", "broken")),
                new Category("Must-pass cases skipped", "(?s)a must-pass case was skipped.*", List.of("failed")),
                new Category(
                        "Driver process died or hung",
                        "(?s).*(the interpreter died|no sign of life|pytest ended without).*",
                        List.of("broken")),
                new Category(
                        "Harness: could not run",
                        "(?s)(not run|cannot|no case|a listed test|the server ).*",
                        List.of("broken")),
                new Category("Set-up and tear-down", "(?s).*", List.of("broken")),
                new Category("Server gaps", "(?s).*", List.of("failed")),
                new Category("Driver limitations", "(?s).*", List.of("skipped")));
    }
}
