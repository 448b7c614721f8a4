package io.heliosdb.reports.overview;

import io.heliosdb.reports.CaseOutcome;
import io.heliosdb.reports.Text;
import io.heliosdb.reports.published.Baseline;
import io.heliosdb.reports.published.CellChanges;
import java.util.ArrayList;
import java.util.List;

/** What changed since the last published report. */
final class ChangeSection {

    /** A longer list is folded. */
    private static final int OPEN = 4;

    private final Subject subject;
    private final Html page = new Html();

    ChangeSection(Subject subject) {
        this.subject = subject;
    }

    Html html() {
        page.add("<section id=\"changes\"><h2>Since the last published report</h2>\n");
        if (subject.baseline().isEmpty()) {
            return page.add("<p class=\"note\">Nothing has been published yet.</p></section>\n");
        }
        Baseline baseline = subject.baseline().get();
        List<CellChanges> changes = changes();
        page.add(
                "<p class=\"note\">{} {}, measured {}.</p>\n",
                changes.isEmpty() ? "Nothing changed since" : "Compared with",
                baseline.product(),
                baseline.day());
        if (!changes.isEmpty()) {
            page.add("<ul class=\"changes\">\n");
            changes.forEach(this::change);
            page.add("</ul>\n");
        }
        return page.add("</section>\n");
    }

    /** Those that did not run at all are told elsewhere. */
    private List<CellChanges> changes() {
        return CellChanges.between(subject.baseline().orElseThrow(), subject.report()).stream()
                .filter(change -> change.kind() != CellChanges.Kind.GONE || !isPlanned(change))
                .toList();
    }

    private boolean isPlanned(CellChanges change) {
        return subject.report().matrix().stream()
                .anyMatch(cell -> cell.driver().equals(change.driver())
                        && cell.version().equals(change.version())
                        && cell.lane().equals(change.lane()));
    }

    private void change(CellChanges change) {
        page.add("<li><b>{} {}</b> {}: ", change.title(), change.version(), change.lane());
        switch (change.kind()) {
            case NEW -> page.add("measured for the first time.");
            case GONE -> page.add("<span class=\"bad\">{}not in the matrix any more.</span>", Mark.BAD.html());
            case COMPARED -> compared(change);
        }
        page.add("</li>\n");
    }

    private void compared(CellChanges change) {
        List<Html> parts = new ArrayList<>();
        int lost = change.lost().size() + change.missing().size();
        if (lost > 0) {
            parts.add(Html.of("<span class=\"bad\">{}{} lost</span>", Mark.BAD.html(), Text.count(lost, "case")));
        }
        if (!change.won().isEmpty()) {
            parts.add(Html.of(
                    "<span class=\"good\">{}{} won</span>",
                    Mark.GOOD.html(),
                    Text.count(change.won().size(), "case")));
        }
        if (change.added() > 0) {
            parts.add(Html.of("{} new", Text.count(change.added(), "case")));
        }
        for (int i = 0; i < parts.size(); i++) {
            page.add(i == 0 ? "" : ", ").add("{}", parts.get(i));
        }
        page.add(".");
        if (lost + change.won().size() > 0) {
            page.add(
                    "<details{}><summary>which</summary><ul>",
                    Html.of(lost + change.won().size() <= OPEN ? " open" : ""));
            for (CaseOutcome outcome : change.lost()) {
                page.add(
                        "<li>lost: {} — {}</li>",
                        subject.links().caseLink(change.driver(), change.version(), change.lane(), outcome.id()),
                        outcome.reason());
            }
            change.missing().forEach(id -> page.add("<li>missing: <code>{}</code></li>", id));
            change.won().forEach(id -> page.add("<li>won: <code>{}</code></li>", id));
            page.add("</ul></details>");
        }
    }
}
