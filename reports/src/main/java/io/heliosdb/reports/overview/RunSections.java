package io.heliosdb.reports.overview;

import io.heliosdb.reports.Text;
import java.util.List;

/** What did not run, and what the rest ran on. */
final class RunSections {

    private final Subject subject;

    RunSections(Subject subject) {
        this.subject = subject;
    }

    /** The planned cells that were not selected. */
    Html notRun() {
        List<DriverVersion> missing = subject.versions().stream()
                .filter(version -> !version.notRun().isEmpty())
                .toList();
        Html page = new Html();
        if (missing.isEmpty()) {
            return page;
        }
        int cells =
                missing.stream().mapToInt(version -> version.notRun().size()).sum();
        page.add(
                "<section id=\"not-run\"><h2>Not run</h2>\n<details{}><summary>{} of the matrix <span class=\"count\">{}</span>"
                        + "</summary><ul>\n",
                Html.of(missing.size() <= 8 ? " open" : ""),
                cells == 1 ? "A cell" : "Cells",
                cells);
        for (DriverVersion version : missing) {
            page.add(
                    "<li>{} {}: {} <code>heliosdb conform --driver {} --lane {}</code></li>\n",
                    version.title(),
                    version.version(),
                    String.join(", ", version.notRun()),
                    version.name(),
                    String.join(",", version.notRun()));
        }
        return page.add("</ul></details></section>\n");
    }

    /** What it ran on. */
    Html environment() {
        Html page = Html.of("<section id=\"environment\"><h2>Environment</h2>\n<dl class=\"environment\">\n");
        subject.report().environment().forEach((name, value) -> page.add("<dt>{}</dt><dd>{}</dd>\n", name, value));
        return page.add("</dl></section>\n");
    }

    /** The run in a few numbers. */
    Html figures() {
        List<DriverVersion> selected = subject.selected();
        long kept = selected.stream()
                .filter(version ->
                        subject.gate().of(version.driver(), version.version()).isEmpty())
                .count();
        int notRun = subject.versions().stream()
                .mapToInt(version -> version.notRun().size())
                .sum();
        Html page = Html.of("<dl class=\"figures\">\n");
        figure(page, kept + " of " + selected.size(), "driver versions keep their tier", kept == selected.size());
        figure(
                page,
                Text.number(subject.report().tally().passed()),
                "of " + Text.number(subject.report().tally().ran()) + " cases passed",
                true);
        figure(
                page,
                Text.number(subject.report().tally().failed()),
                "failed",
                subject.report().tally().failed() == 0);
        figure(page, Text.number(subject.report().tally().gaps()), "known gaps", true);
        figure(page, Text.number(notRun), notRun == 1 ? "cell not run" : "cells not run", notRun == 0);
        return page.add("</dl>\n");
    }

    private static void figure(Html page, String number, String words, boolean fine) {
        page.add("<div><dd{}>{}</dd><dt>{}</dt></div>\n", Html.of(fine ? "" : " class=\"bad\""), number, words);
    }
}
