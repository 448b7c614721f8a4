package io.heliosdb.reports.overview;

import io.heliosdb.reports.CaseOutcome;
import io.heliosdb.reports.Tally;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What each version of each driver can do: its live cases by capability. */
final class CapabilityTable {

    private final Subject subject;
    private final Html page = new Html();

    CapabilityTable(Subject subject) {
        this.subject = subject;
    }

    Html html() {
        List<DriverVersion> rows = subject.selected().stream()
                .filter(version -> !version.capabilities().isEmpty())
                .toList();
        List<String> capabilities = capabilities(rows);
        if (capabilities.isEmpty()) {
            return page;
        }
        page.add(
                "<section id=\"capabilities\"><h2>Capabilities</h2>\n"
                        + "<p class=\"note\">Our cases on HeliosDB, by what they are about.</p>\n"
                        + "<div class=\"scroll\" role=\"region\" aria-label=\"Capabilities\" tabindex=\"0\">"
                        + "<table class=\"capabilities\" role=\"table\">\n<thead role=\"rowgroup\"><tr role=\"row\">"
                        + "<th scope=\"col\" role=\"columnheader\">Driver</th><th scope=\"col\" role=\"columnheader\">Version</th>");
        capabilities.forEach(name -> page.add(
                "<th scope=\"col\" role=\"columnheader\" class=\"turned\"><span>{}</span></th>",
                name.replace('_', ' ')));
        page.add("</tr></thead>\n<tbody role=\"rowgroup\">\n");
        String driver = null;
        for (DriverVersion version : rows) {
            page.add(
                    "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"{}>{}</th>"
                            + "<td role=\"cell\" class=\"version\">{}</td>",
                    Html.of(version.driver().equals(driver) ? " class=\"again\"" : ""),
                    version.title(),
                    version.version());
            capabilities.forEach(name -> cell(name, version.capabilities().getOrDefault(name, Tally.NONE)));
            page.add("</tr>\n");
            driver = version.driver();
        }
        return page.add("</tbody></table></div></section>\n");
    }

    /** Those that most drivers have come first. What the harness itself found is no capability. */
    private static List<String> capabilities(List<DriverVersion> rows) {
        Map<String, Integer> drivers = new TreeMap<>();
        rows.forEach(version -> version.capabilities().keySet().forEach(name -> drivers.merge(name, 1, Integer::sum)));
        drivers.remove(CaseOutcome.FAULT);
        return drivers.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void cell(String name, Tally tally) {
        Mark mark = Mark.of(tally);
        if (mark == Mark.NOTHING) {
            page.add(
                    "<td role=\"cell\" class=\"none empty\"><span aria-hidden=\"true\">{}</span>"
                            + "<span class=\"unseen\">{}</span></td>",
                    mark.sign(),
                    tally.skipped() > 0 ? tally.skipped() + " skipped" : mark.words());
            return;
        }
        page.add(
                "<td role=\"cell\" class=\"{}\" data-label=\"{}\" title=\"{}: {}\">{}{}</td>",
                mark.style(),
                name.replace('_', ' '),
                name,
                Mark.words(tally),
                mark.html(),
                Mark.numbers(tally));
    }
}
