package io.heliosdb.reports.overview;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliosdb.reports.ConformanceReport;
import io.heliosdb.reports.JsonFile;
import io.heliosdb.reports.ResultTable;
import io.heliosdb.reports.Text;
import io.heliosdb.reports.gate.BrokenRule;
import io.heliosdb.reports.gate.GateResult;
import io.heliosdb.reports.gate.GateRules;
import io.heliosdb.reports.published.Baseline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The overview of a run. */
public final class OverviewPage {

    /** The page's name in the folder for results. */
    public static final String FILE = "overview.html";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final String ALLURE = "allure-report.html";
    private static final String SUMMARY = "conformance.json";

    private OverviewPage() {}

    /**
     * Writes {@code overview.html}.
     *
     * @param folder the folder for results; where the Allure report lies there, the page links into it
     * @param gate what the gate says of the report
     * @param rules the rules that it applied
     * @param baseline the published report; empty where there is none yet
     * @return the page
     * @throws IOException where it cannot be written, or the Allure report cannot be read
     */
    public static Path write(
            Path folder, ConformanceReport report, GateRules rules, GateResult gate, Optional<Baseline> baseline)
            throws IOException {
        Path page = folder.resolve(FILE);
        Subject subject = new Subject(
                report, DriverVersion.of(report), rules, gate, baseline, AllureLinks.of(folder.resolve(ALLURE)));
        JsonFile.replace(page, html(subject, folder).toString());
        return page;
    }

    private static Html html(Subject subject, Path folder) throws IOException {
        CaseSections cases = new CaseSections(subject);
        RunSections run = new RunSections(subject);
        Html page = Html.of(
                """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>Driver conformance: {}</title>
                <link rel="icon" href="data:,">
                <style>
                {}</style>
                </head>
                <body>
                """,
                subject.gate().isOpen() ? "release open" : "release held",
                Html.of(style()));
        page.add("{}<main>\n", header(subject, folder));
        page.add(
                "{}{}{}{}",
                run.figures(),
                wholeRun(subject),
                new DriverTable(subject).html(),
                new CapabilityTable(subject).html());
        page.add("{}{}{}", new ChangeSection(subject).html(), cases.failures(), cases.gaps());
        return page.add("{}{}</main>\n</body>\n</html>\n", run.notRun(), run.environment());
    }

    private static Html header(Subject subject, Path folder) {
        boolean open = subject.gate().isOpen();
        ConformanceReport report = subject.report();
        Html links = new Html();
        if (Files.exists(folder.resolve(ALLURE))) {
            links.add("<a href=\"{}\">Allure report</a> ", ALLURE);
        }
        if (Files.exists(folder.resolve(SUMMARY))) {
            links.add("<a href=\"{}\">conformance.json</a>", SUMMARY);
        }
        return Html.of(
                """
                <header>
                <div><p class="product">{} · <time datetime="{}">{}</time> · {}{}</p>
                <h1>Driver conformance</h1></div>
                <p class="verdict {}">{}<b>{}</b> <span>{}</span></p>
                <nav aria-label="Other forms of this report">{}</nav>
                </header>
                """,
                report.environment().getOrDefault("HeliosDB", "HeliosDB"),
                report.startedAt(),
                TIME.format(report.startedAt()),
                duration(report.milliseconds()),
                report.filtered() ? " · only some cases" : "",
                open ? "good" : "bad",
                open ? Mark.GOOD.html() : Mark.BAD.html(),
                open ? "Release open" : "Release held",
                subject.gate().line().substring(subject.gate().line().indexOf(' ') + 1),
                links);
    }

    private static String duration(long milliseconds) {
        long seconds = Math.round(milliseconds / 1000.0);
        return seconds < 60 ? ResultTable.seconds(milliseconds) : seconds / 60 + " min " + seconds % 60 + " s";
    }

    /** What holds the release and belongs to no driver version that ran. */
    private static Html wholeRun(Subject subject) {
        List<BrokenRule> broken = subject.gate().broken().stream()
                .filter(rule -> subject.selected().stream()
                        .noneMatch(version -> version.driver().equals(rule.driver())
                                && version.version().equals(rule.version())))
                .toList();
        Html page = new Html();
        List<BrokenRule> ofRun =
                broken.stream().filter(rule -> rule.driver().isEmpty()).toList();
        int notRun = broken.size() - ofRun.size();
        if (broken.isEmpty()) {
            return page;
        }
        page.add("<section class=\"run\" aria-label=\"What holds the release as a whole\">");
        if (!ofRun.isEmpty()) {
            page.add("{}", DriverTable.reasons(subject, ofRun));
        }
        if (notRun > 0) {
            page.add(
                    "<p>{}{} broken by drivers that <a href=\"#not-run\">did not run</a></p>",
                    Mark.BAD.html(),
                    notRun == 1 ? "One rule is" : Text.number(notRun) + " rules are");
        }
        return page.add("</section>\n");
    }

    private static String style() throws IOException {
        try (InputStream resource = OverviewPage.class.getResourceAsStream("overview.css")) {
            if (resource == null) {
                throw new IOException("this build carries no overview.css");
            }
            return new String(resource.readAllBytes(), UTF_8);
        }
    }
}
