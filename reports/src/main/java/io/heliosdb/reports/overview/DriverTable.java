package io.heliosdb.reports.overview;

import io.heliosdb.reports.CellOutcome;
import io.heliosdb.reports.Lanes;
import io.heliosdb.reports.Tally;
import io.heliosdb.reports.Text;
import io.heliosdb.reports.UpstreamScore;
import io.heliosdb.reports.gate.BrokenRule;
import io.heliosdb.reports.gate.GateRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Drivers and their versions by tier: the gate's word on each, and what passed in each lane. */
final class DriverTable {

    /** More reasons than these are folded. */
    private static final int REASONS_SHOWN = 3;

    /** The columns of lanes. The genuine server's run of a driver's own suite is the measure in the column of ours. */
    private static final Map<String, String> LANES = Map.of(
            Lanes.LIVE, "Live", Lanes.REFERENCE, "Reference", Lanes.UPSTREAM, "Own suite", Lanes.PROBE, "Probes");

    private final Subject subject;
    private final List<String> lanes;
    private final List<String> headings;
    private final Html page = new Html();

    DriverTable(Subject subject) {
        this.subject = subject;
        this.lanes = Lanes.ALL.stream()
                .filter(lane -> LANES.containsKey(lane)
                        && subject.versions().stream()
                                .anyMatch(version -> version.planned().contains(lane)
                                        || version.cell(lane).isPresent()))
                .toList();
        this.headings = headings(lanes);
    }

    Html html() {
        page.add(
                "<section id=\"drivers\"><h2>Drivers</h2>\n<table class=\"drivers\" role=\"table\">\n<thead role=\"rowgroup\"><tr role=\"row\">");
        headings.forEach(heading -> page.add("<th scope=\"col\" role=\"columnheader\">{}</th>", heading));
        page.add("</tr></thead>\n");
        String tier = null;
        String driver = null;
        for (DriverVersion version : subject.selected()) {
            boolean begins = !version.tier().equals(tier);
            if (begins) {
                page.add(tier == null ? "" : "</tbody>\n").add("<tbody role=\"rowgroup\">\n");
                tier(version.tier());
            }
            row(version, !begins && version.driver().equals(driver));
            tier = version.tier();
            driver = version.driver();
        }
        return page.add(tier == null ? "" : "</tbody>").add("</table>\n{}</section>\n", legend());
    }

    /** The columns: a lane that the matrix does not know has none. */
    private static List<String> headings(List<String> lanes) {
        List<String> headings = new ArrayList<>(List.of("Driver", "Version", "Gate"));
        lanes.forEach(lane -> headings.add(LANES.get(lane)));
        headings.add("Report");
        return headings;
    }

    private static Html legend() {
        return Html.of(
                "<p class=\"legend\">{} passed · {} known gaps · {} failed · {} planned and not run · {} not planned."
                        + " Numbers are passed/carried out; skipped cases do not count. <b>Live</b>: our cases on HeliosDB."
                        + " <b>Reference</b>: the same on the vendor’s own server, which judges the cases."
                        + " <b>Own suite</b>: the driver’s own tests, of those that pass on the vendor’s own server.</p>\n",
                Mark.GOOD.sign(),
                Mark.GAP.sign(),
                Mark.BAD.sign(),
                Mark.NOT_RUN.sign(),
                Mark.NOTHING.sign());
    }

    private void tier(String id) {
        GateRules.TierRules rules = subject.rules().tiers().get(id);
        page.add(
                "<tr role=\"row\" class=\"tier\"><th role=\"rowheader\" scope=\"rowgroup\" colspan=\"{}\">"
                        + "<span class=\"badge {}\">{}</span> <span class=\"rule\">{}</span></th></tr>\n",
                headings.size(),
                id.toLowerCase(Locale.ROOT),
                subject.tierTitle(id),
                rules == null ? "no rules" : rules.words());
    }

    private void row(DriverVersion version, boolean again) {
        List<BrokenRule> broken = subject.gate().of(version.driver(), version.version());
        page.add(
                "<tr role=\"row\" id=\"{}\"{}><th role=\"rowheader\" scope=\"row\"{}>{} <small>{}</small></th>"
                        + "<td role=\"cell\" class=\"version\">{}</td>",
                version.anchor(),
                Html.of(broken.isEmpty() ? "" : " class=\"held\""),
                Html.of(again ? " class=\"again\"" : ""),
                version.title(),
                Text.protocol(version.protocol()),
                version.version());
        page.add(
                "<td role=\"cell\" class=\"gate {}\" data-label=\"Gate\">{}{}</td>",
                broken.isEmpty() ? "good" : "bad",
                broken.isEmpty() ? Mark.GOOD.html() : Mark.BAD.html(),
                broken.isEmpty() ? "pass" : "held");
        for (String lane : lanes) {
            if (lane.equals(Lanes.UPSTREAM)) {
                ownSuite(version);
            } else {
                lane(version, lane);
            }
        }
        Html report = new Html();
        subject.links()
                .suite(version.title(), version.version())
                .ifPresent(link -> report.add(
                        "<a href=\"{}\">open<span class=\"unseen\"> the report of {}</span></a>",
                        link,
                        version.name()));
        page.add("<td role=\"cell\" class=\"link\">{}</td></tr>\n", report);
        if (!broken.isEmpty()) {
            page.add("<tr role=\"row\" class=\"why\"><td role=\"cell\" colspan=\"{}\">", headings.size());
            page.add("{}", reasons(subject, broken)).add("</td></tr>\n");
        }
    }

    /** Broken rules as a list, a long one folded after its first lines. */
    static Html reasons(Subject subject, List<BrokenRule> broken) {
        Html list = new Html().add("<ul>");
        broken.stream().limit(REASONS_SHOWN).forEach(rule -> list.add("{}", reason(subject, rule)));
        list.add("</ul>");
        if (broken.size() > REASONS_SHOWN) {
            list.add("<details><summary>{} more</summary><ul>", broken.size() - REASONS_SHOWN);
            broken.stream().skip(REASONS_SHOWN).forEach(rule -> list.add("{}", reason(subject, rule)));
            list.add("</ul></details>");
        }
        return list;
    }

    private static Html reason(Subject subject, BrokenRule rule) {
        Html place = new Html();
        if (!rule.lane().isEmpty()) {
            place.add(" {}", rule.lane());
        }
        if (!rule.caseId().isEmpty()) {
            place.add(" {}", subject.links().caseLink(rule.driver(), rule.version(), rule.lane(), rule.caseId()));
        }
        return Html.of(
                "<li><b>{}</b>{}: {} <span class=\"remedy\">{}.</span></li>",
                rule.rule().words(),
                place,
                rule.what(),
                capital(rule.remedy()));
    }

    private static String capital(String sentence) {
        return sentence.isEmpty()
                ? sentence
                : sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }

    private void lane(DriverVersion version, String lane) {
        Optional<CellOutcome> cell = version.cell(lane);
        if (cell.isEmpty()) {
            absent(version, lane);
            return;
        }
        Tally tally = cell.get().tally();
        boolean ran = cell.get().hasRun();
        Mark mark = ran ? Mark.of(tally) : Mark.BAD;
        page.add(
                "<td role=\"cell\" class=\"{}\" data-label=\"{}\" title=\"{}\">{}{}{}</td>",
                mark.style(),
                LANES.get(lane),
                Mark.words(tally),
                mark.html(),
                ran ? Mark.numbers(tally) : "could not run",
                ran ? bar(tally.passed(), tally.ran()) : new Html());
    }

    private void absent(DriverVersion version, String lane) {
        boolean planned = version.planned().contains(lane);
        Mark mark = planned ? Mark.NOT_RUN : Mark.NOTHING;
        page.add(
                "<td role=\"cell\" class=\"none{}\" data-label=\"{}\"><span class=\"sign\" aria-hidden=\"true\">{}</span>"
                        + "<span class=\"{}\">{}</span></td>",
                planned ? "" : " empty",
                LANES.get(lane),
                mark.sign(),
                planned ? "words" : "unseen",
                planned ? "not run" : "not planned");
    }

    private void ownSuite(DriverVersion version) {
        Optional<CellOutcome> ours = version.cell(Lanes.UPSTREAM);
        if (ours.isEmpty()) {
            absent(version, Lanes.UPSTREAM);
            return;
        }
        Tally tally = ours.get().tally();
        Mark mark = ours.get().hasRun() ? Mark.of(tally) : Mark.BAD;
        Optional<UpstreamScore> score = UpstreamScore.of(subject.report(), version.driver(), version.version());
        page.add(
                "<td role=\"cell\" class=\"{}\" data-label=\"Own suite\" title=\"{}\">{}{}{}</td>",
                mark.style(),
                Mark.words(tally),
                mark.html(),
                score.map(both -> Text.number(both.passed()) + " of " + Text.number(both.genuine()))
                        .orElse(Mark.numbers(tally)),
                score.map(both -> bar(both.passed(), both.genuine()))
                        .orElseGet(() -> bar(tally.passed(), tally.ran())));
    }

    /** How much of all passed, to see at a glance. */
    private static Html bar(int passed, int all) {
        return Html.of(
                "<span class=\"bar\" aria-hidden=\"true\"><i style=\"width:{}%\"></i></span>",
                all == 0 ? "0" : String.format(Locale.ROOT, "%.1f", 100.0 * passed / all));
    }
}
