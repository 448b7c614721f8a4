package io.heliosdb.reports.overview;

import io.heliosdb.reports.CaseOutcome;
import io.heliosdb.reports.CellOutcome;
import io.heliosdb.reports.Lanes;
import io.heliosdb.reports.Text;
import io.heliosdb.reports.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The cases that did not pass: what failed, and the known gaps with their reasons. */
final class CaseSections {

    /** A longer list is folded. */
    private static final int OPEN = 8;

    private final Subject subject;

    CaseSections(Subject subject) {
        this.subject = subject;
    }

    /** What failed, whether or not the gate minds. */
    Html failures() {
        Html page = new Html();
        for (CellOutcome cell : subject.report().cells()) {
            List<CaseOutcome> failed = cell.cases().stream()
                    .filter(outcome -> outcome.verdict().isFailure())
                    .toList();
            if (!failed.isEmpty()) {
                page.add(
                        "<details{}><summary><b>{} {}</b> {} <span class=\"count bad\">{}</span></summary><ul>\n",
                        Html.of(failed.size() <= OPEN ? " open" : ""),
                        cell.title(),
                        cell.version(),
                        cell.lane(),
                        failed.size());
                failed.forEach(outcome -> page.add(
                        "<li>{}{} <span class=\"message\">{}</span></li>\n",
                        subject.links().caseLink(cell.driver(), cell.version(), cell.lane(), outcome.id()),
                        Html.of(outcome.mustPass() && !outcome.isFault() ? " <span class=\"tag\">must-pass</span>" : "")
                                .add(outcome.flaky() ? " <span class=\"tag\">flaky</span>" : ""),
                        outcome.firstLine()));
                page.add("</ul></details>\n");
            }
        }
        return section("failures", "Failures", "Every case that failed, in any lane.", page);
    }

    /** The known gaps of HeliosDB, each reason told once a driver. */
    Html gaps() {
        Html page = new Html();
        Map<String, List<CellOutcome>> drivers = new LinkedHashMap<>();
        for (CellOutcome cell : subject.report().cells()) {
            if (!Lanes.isGenuine(cell.lane()) && cell.tally().gaps() > 0) {
                drivers.computeIfAbsent(cell.driver(), key -> new ArrayList<>()).add(cell);
            }
        }
        drivers.values().forEach(cells -> gaps(cells, page));
        return section(
                "gaps",
                "Known gaps",
                "Cases that fail for a reason that is known. A gap that passes, or fails in another way, is a failure.",
                page);
    }

    private void gaps(List<CellOutcome> cells, Html page) {
        Map<String, Gap> gaps = new LinkedHashMap<>();
        int count = 0;
        for (CellOutcome cell : cells) {
            for (CaseOutcome outcome : cell.cases()) {
                if (outcome.verdict() == Verdict.KNOWN_GAP) {
                    gaps.computeIfAbsent(outcome.reason(), reason -> new Gap(cell, outcome))
                            .add(cell, outcome);
                    count++;
                }
            }
        }
        page.add(
                "<details{}><summary><b>{}</b> <span class=\"count gap\">{}</span></summary><ul>\n",
                Html.of(gaps.size() <= OPEN ? " open" : ""),
                cells.get(0).title(),
                count);
        gaps.values().forEach(gap -> page.add("{}", gap.html(subject)));
        page.add("</ul></details>\n");
    }

    /** One reason, with where it applies. */
    private static final class Gap {

        private final CellOutcome firstCell;
        private final CaseOutcome first;
        private final Set<String> ids = new LinkedHashSet<>();
        private final Map<String, Set<String>> versions = new LinkedHashMap<>();

        private Gap(CellOutcome firstCell, CaseOutcome first) {
            this.firstCell = firstCell;
            this.first = first;
        }

        private void add(CellOutcome cell, CaseOutcome outcome) {
            ids.add(outcome.id());
            versions.computeIfAbsent(cell.lane(), lane -> new LinkedHashSet<>()).add(cell.version());
        }

        /** Where it applies; nothing where that is every version in the live lane. */
        private String where(Subject subject) {
            List<String> places = new ArrayList<>();
            versions.forEach((lane, affected) -> {
                long all = subject.report().cells().stream()
                        .filter(cell -> cell.driver().equals(firstCell.driver())
                                && cell.lane().equals(lane))
                        .count();
                String name = lane.equals(Lanes.LIVE) ? "" : lane.equals(Lanes.UPSTREAM) ? "own suite" : lane;
                String only = affected.size() == all ? "" : "only " + String.join(", ", affected);
                if (!(name + only).isEmpty()) {
                    places.add((name + " " + only).strip());
                }
            });
            return String.join("; ", places);
        }

        private Html html(Subject subject) {
            Html page = Html.of("<li>{} ", first.reason())
                    .add(
                            "<span class=\"where\">{}",
                            subject.links()
                                    .caseLink(firstCell.driver(), firstCell.version(), firstCell.lane(), first.id()));
            if (ids.size() > 1) {
                page.add(" and {}", Text.count(ids.size() - 1, "other case"));
            }
            if (!where(subject).isEmpty()) {
                page.add(" · {}", where(subject));
            }
            if (first.gap() != null && first.gap().genuine()) {
                page.add(" · the genuine server fails it too");
            }
            if (first.gap() != null && first.gap().expires() != null) {
                page.add(" · until {}", first.gap().expires());
            }
            return page.add("</span></li>\n");
        }
    }

    private static Html section(String id, String title, String note, Html content) {
        if (content.toString().isEmpty()) {
            return new Html();
        }
        return Html.of(
                "<section id=\"{}\"><h2>{}</h2>\n<p class=\"note\">{}</p>\n{}</section>\n", id, title, note, content);
    }
}
