package io.heliosdb.reports.published;

import io.heliosdb.reports.Lanes;
import io.heliosdb.reports.Tally;
import io.heliosdb.reports.Text;
import io.heliosdb.reports.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The page for users that says which driver works in which versions, and what differs: {@code COMPATIBILITY.md}. */
public final class Compatibility {

    private static final String NOTHING = "–";

    private final Baseline baseline;
    private final StringBuilder page = new StringBuilder();

    private Compatibility(Baseline baseline) {
        this.baseline = baseline;
    }

    /** The page as Markdown. The same baseline makes the same text. */
    public static String page(Baseline baseline) {
        return new Compatibility(baseline).page();
    }

    private String page() {
        line("# Compatibility");
        line("");
        line(
                "Which drivers work with HeliosDB, and what differs from the database that they were made for. The conformance lab");
        line(
                "measures it; `heliosdb gate --publish` makes this page of `reports/published/`, so a change by hand does not last.");
        line("");
        line("Measured " + baseline.day() + " with " + baseline.product() + ".");
        line("");
        Map<String, List<Baseline.Driver>> protocols = baseline.usersDrivers().stream()
                .collect(Collectors.groupingBy(Baseline.Driver::protocol, LinkedHashMap::new, Collectors.toList()));
        protocols.forEach((protocol, drivers) -> {
            line("## " + Text.protocol(protocol));
            line("");
            overview(drivers);
            drivers.forEach(this::driver);
        });
        line("## How to read this");
        line("");
        line("- **Our cases**: cases of `compat-suites/python` that pass, of those that apply to the version.");
        line(
                "- **Its own suite**: cases of the driver's own test suite that pass, of those that pass on the genuine server.");
        line("- **Differences**: cases that are known not to pass, each difference told once.");
        return page.toString();
    }

    private void line(String text) {
        page.append(text).append('\n');
    }

    private void overview(List<Baseline.Driver> drivers) {
        line("| Driver | Version | Tier | Our cases | Its own suite | Differences |");
        line("|---|---|---|--:|--:|--:|");
        for (Baseline.Driver driver : drivers) {
            for (String version : versions(driver)) {
                Optional<Baseline.Cell> live = cell(driver, version, Lanes.LIVE);
                line("| [" + driver.title() + "](#" + anchor(driver.title()) + ") | " + version + " | "
                        + baseline.tierTitle(driver) + " | "
                        + live.map(cell -> of(cell.tally())).orElse("not run") + " | "
                        + cell(driver, version, Lanes.UPSTREAM)
                                .map(Baseline.Cell::score)
                                .map(Object::toString)
                                .orElse(NOTHING)
                        + " | " + live.map(cell -> gaps(cell.tally())).orElse(NOTHING) + " |");
            }
        }
        line("");
    }

    private static String of(Tally tally) {
        return tally.passed() + " of " + tally.ran();
    }

    private static String gaps(Tally tally) {
        return tally.gaps() == 0 ? NOTHING : Integer.toString(tally.gaps());
    }

    private static List<String> versions(Baseline.Driver driver) {
        Set<String> versions = new LinkedHashSet<>();
        driver.cells().forEach(cell -> versions.add(cell.version()));
        return List.copyOf(versions);
    }

    private static Optional<Baseline.Cell> cell(Baseline.Driver driver, String version, String lane) {
        return driver.cells().stream()
                .filter(cell -> cell.version().equals(version) && cell.lane().equals(lane))
                .findFirst();
    }

    /** The anchor of a heading, as Markdown's readers make it. */
    static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{Alnum} _-]", "")
                .replace(' ', '-');
    }

    private void driver(Baseline.Driver driver) {
        List<Baseline.Cell> live = driver.cells().stream()
                .filter(cell -> cell.lane().equals(Lanes.LIVE))
                .toList();
        line("### " + driver.title());
        line("");
        if (!live.isEmpty()) {
            capabilities(live);
        }
        differences(driver, live);
        failures(live);
        ownSuite(driver);
    }

    private void capabilities(List<Baseline.Cell> live) {
        Map<String, List<String>> rows = new TreeMap<>();
        live.forEach(cell -> cell.capabilities().forEach((name, tally) -> rows.put(name, new ArrayList<>())));
        rows.forEach((name, cells) -> live.forEach(cell -> {
            Tally tally = cell.capabilities().getOrDefault(name, Tally.NONE);
            cells.add(tally.ran() == 0 ? NOTHING : of(tally));
        }));
        line("| Capability | " + live.stream().map(Baseline.Cell::version).collect(Collectors.joining(" | ")) + " |");
        line("|---|" + "--:|".repeat(live.size()));
        rows.forEach((name, cells) -> line("| " + name + " | " + String.join(" | ", cells) + " |"));
        line("");
    }

    private void differences(Baseline.Driver driver, List<Baseline.Cell> live) {
        Map<String, Difference> differences = new TreeMap<>();
        for (Baseline.Cell cell : live) {
            for (Baseline.NotPassed outcome : cell.notPassed()) {
                if (outcome.verdict() == Verdict.KNOWN_GAP) {
                    differences
                            .computeIfAbsent(
                                    outcome.capability() + "\n" + outcome.reason(), key -> new Difference(outcome))
                            .versions
                            .add(cell.version());
                }
            }
        }
        if (differences.isEmpty()) {
            line(live.isEmpty() ? "Not run." : "No known differences.");
        } else {
            line("Expected differences:");
            line("");
            int versions = versions(driver).size();
            differences.values().forEach(difference -> line("- " + difference.words(versions)));
        }
        line("");
    }

    private static final class Difference {

        private final Baseline.NotPassed outcome;
        private final Set<String> versions = new LinkedHashSet<>();

        private Difference(Baseline.NotPassed outcome) {
            this.outcome = outcome;
        }

        private String words(int allVersions) {
            return "*" + outcome.capability() + "*: " + inline(outcome.reason())
                    + (versions.size() == allVersions ? "" : " (" + String.join(", ", versions) + ")")
                    + (Boolean.TRUE.equals(outcome.genuine()) ? " The genuine server does so too." : "");
        }
    }

    private void failures(List<Baseline.Cell> live) {
        Map<String, Set<String>> failures = new TreeMap<>();
        live.forEach(cell -> cell.notPassed().stream()
                .filter(outcome -> outcome.verdict().isFailure())
                .forEach(outcome -> failures.computeIfAbsent(outcome.id(), key -> new LinkedHashSet<>())
                        .add(cell.version())));
        if (!failures.isEmpty()) {
            line("Failed when this was published:");
            line("");
            failures.forEach((id, versions) -> line("- `" + id + "` (" + String.join(", ", versions) + ")"));
            line("");
        }
    }

    /** What its own suite finds, told by reason; what the genuine server fails too is no difference. */
    private void ownSuite(Baseline.Driver driver) {
        Map<String, Set<String>> reasons = new TreeMap<>();
        driver.cells().stream()
                .filter(cell -> cell.lane().equals(Lanes.UPSTREAM))
                .flatMap(cell -> cell.notPassed().stream())
                .filter(outcome -> outcome.verdict() == Verdict.KNOWN_GAP && outcome.genuine() == null)
                .forEach(outcome -> reasons.computeIfAbsent(outcome.reason(), key -> new TreeSet<>())
                        .add(outcome.id()));
        if (!reasons.isEmpty()) {
            line("Its own suite finds besides:");
            line("");
            reasons.forEach((reason, ids) -> line("- " + inline(reason) + " (" + Text.count(ids.size(), "case") + ")"));
            line("");
        }
    }

    /** A sentence inside of a line: what Markdown would take for its own means itself. */
    private static String inline(String reason) {
        String sentence = reason == null ? "" : reason.strip().replaceAll("\\s+", " ");
        String escaped = sentence.replace("\\", "\\\\").replace("*", "\\*").replace("<", "\\<");
        return escaped.isEmpty() || escaped.endsWith(".") ? escaped : escaped + ".";
    }
}
