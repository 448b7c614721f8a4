package io.heliosdb.reports.overview;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.reports.CaseOutcome;
import io.heliosdb.reports.CellOutcome;
import io.heliosdb.reports.ConformanceReport;
import io.heliosdb.reports.SampleReport;
import io.heliosdb.reports.Verdict;
import io.heliosdb.reports.browser.Chromium;
import io.heliosdb.reports.gate.Gate;
import io.heliosdb.reports.gate.GateResult;
import io.heliosdb.reports.gate.GateRules;
import io.heliosdb.reports.gate.Threshold;
import io.heliosdb.reports.published.Baseline;
import io.heliosdb.reports.published.Publication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverviewPageTest {

    private static final List<String> CAPABILITIES = List.of(
            "async",
            "cancel",
            "charsets",
            "connect",
            "copy",
            "cursors",
            "dialect",
            "errors",
            "login",
            "metadata",
            "notify",
            "orm",
            "pools",
            "prepared",
            "query",
            "session",
            "sharing",
            "tls",
            "transactions",
            "types",
            "writes");

    @TempDir
    private Path folder;

    private static GateRules rules() {
        GateRules.TierRules tier =
                new GateRules.TierRules(List.of("live", "reference"), Threshold.ALL, Threshold.of("80 %"), 5, 0);
        return new GateRules(Map.of("gold", tier, "silver", tier), List.of());
    }

    /** A page with everything that it can show: failures, gaps, changes, what did not run, words that try to be markup. */
    private Path write(ConformanceReport report) throws IOException {
        Publication publication = new Publication(folder.resolve("published"));
        publication.publish(SampleReport.sound(), folder.resolve("COMPATIBILITY.md"));
        Optional<Baseline> baseline = publication.baseline();
        GateRules rules = rules();
        GateResult gate = new Gate(rules, LocalDate.of(2026, 11, 26)).judge(report, baseline);
        return OverviewPage.write(folder, report, rules, gate, baseline);
    }

    private static ConformanceReport full() {
        List<CellOutcome> cells = new ArrayList<>(SampleReport.changeCase(
                        SampleReport.sound(),
                        "psycopg2@2.9.13 live",
                        SampleReport.MUST_PASS,
                        outcome -> SampleReport.with(
                                outcome, Verdict.FAILED, "<script>alert('no')</script> is not true", null))
                .cells());
        cells.add(SampleReport.cell(
                "gold",
                "mysql",
                "a-driver-with-a-long-name-that-has-no-place-to-break",
                "10.20.30.post1",
                "live",
                SampleReport.ours("mysql/long", CAPABILITIES.toArray(String[]::new))));
        ConformanceReport all = SampleReport.report(cells);
        return SampleReport.with(
                all,
                cells.stream()
                        .filter(cell -> !cell.name().equals("psycopg2@2.9.9 live"))
                        .toList());
    }

    @Test
    void showsWhatHoldsTheRelease() throws IOException {
        assertThat(write(full()))
                .content()
                .contains("<title>Driver conformance: release held</title>")
                .contains("a must-pass case failed: &lt;script&gt;alert('no')&lt;/script&gt; is not true")
                .contains("2 rules are broken")
                .contains("heliosdb conform --driver psycopg2@2.9.9 --lane live")
                .contains("Octets of another character set stay &lt;octets&gt;")
                .contains("· until 2027-03-31")
                .contains("measured for the first time")
                .contains("<dt>JDK</dt><dd>17.0.1</dd>")
                .contains("20 of 20")
                .doesNotContain("<script", "http://", "https://", "src=", "@import");
    }

    @Test
    void saysThatTheReleaseMayGo() throws IOException {
        assertThat(write(SampleReport.sound()))
                .content()
                .contains("<title>Driver conformance: release open</title>")
                .contains("3 driver versions keep every rule")
                .contains("Nothing changed since HeliosDB 1.0, measured 2026-11-23.")
                .doesNotContain("id=\"failures\"", "id=\"not-run\"");
    }

    @Test
    void doesWithoutAPublishedReport() throws IOException {
        ConformanceReport report = SampleReport.sound();
        GateResult gate = new Gate(rules(), LocalDate.of(2026, 11, 26)).judge(report, Optional.empty());

        assertThat(OverviewPage.write(folder, report, rules(), gate, Optional.empty()))
                .content()
                .contains("Nothing has been published yet.")
                .contains("there is no published report to compare with");
    }

    @Test
    void linksIntoTheAllureReportBesideIt() throws IOException {
        String suites =
                "{\"uid\":\"top\",\"name\":\"suites\",\"children\":[{\"uid\":\"5u1te\",\"name\":\"psycopg2 2.9.13\","
                        + "\"children\":[{\"uid\":\"ca5e\",\"parentUid\":\"type5\",\"name\":\"It does\"}]}]}";
        String fullName = "psycopg2@2.9.13 live " + SampleReport.MUST_PASS;
        String test = "{\"uid\":\"ca5e\",\"hidden\":false,\"fullName\":\"" + fullName + "\"}";
        String retry = "{\"uid\":\"01d\",\"hidden\":true,\"fullName\":\"" + fullName + "\"}";
        Files.writeString(
                folder.resolve("allure-report.html"),
                "<script>d('data/test-cases/ca5e.json','" + base64(test) + "'),\n  d('data/test-cases/01d.json','"
                        + base64(retry) + "'),\n d('data/suites.json','" + base64(suites) + "')</script>");

        assertThat(write(full()))
                .content()
                .contains("<a href=\"allure-report.html\">Allure report</a>")
                .contains("<a href=\"allure-report.html#suites/5u1te\">")
                .contains("<a href=\"allure-report.html#suites/type5/ca5e\"><code>" + SampleReport.MUST_PASS);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    @Test
    void fillsEveryPlace() {
        assertThat(Html.of("<b>{}</b>{}", "<", Html.of("<i>"))).hasToString("<b>&lt;</b><i>");
        assertThatThrownBy(() -> Html.of("{}")).hasMessage("a place without a value in: {}");
        assertThatThrownBy(() -> Html.of("x", "y")).hasMessage("no place for 'y' in: x");
    }

    @Test
    void isReadableInABrowserAtEveryWidth() throws Exception {
        ConformanceReport report = full();
        Path page = write(report);

        try (Chromium browser = Chromium.start()) {
            for (String scheme : List.of("light", "dark")) {
                for (int width : List.of(1280, 390)) {
                    browser.open(page.toUri(), width, scheme);
                    looksRight(browser, page, report, scheme + " at " + width);
                }
            }
        }
    }

    private static void looksRight(Chromium browser, Path page, ConformanceReport report, String where)
            throws InterruptedException {
        assertThat(browser.console()).as(where).isEmpty();
        assertThat(browser.requests())
                .as(where)
                .allMatch(url -> url.equals(page.toUri().toString()) || url.startsWith("data:"));
        int width = browser.evaluate("innerWidth").asInt();
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .as("%s: nothing stands out at the side", where)
                .isLessThanOrEqualTo(width);
        assertThat(browser.evaluate(
                                "[...document.querySelectorAll('.scroll')].every(e => e.scrollWidth <= e.clientWidth)")
                        .asBoolean())
                .as("%s: the grid needs no scrolling", where)
                .isTrue();
        String text = browser.evaluate("document.body.innerText").asText();
        for (CellOutcome cell : report.cells()) {
            assertThat(text).as(where).contains(cell.title()).contains(cell.version());
        }
        String live = "[...document.querySelectorAll('.drivers td[data-label=Live]')].map(e => e.innerText).join('|')";
        assertThat(browser.evaluate(live).asText().replaceAll("[^0-9/|]", ""))
                .as(where)
                .isEqualTo("19/20|210|49/50");
        assertThat(browser.evaluate("document.querySelectorAll('.capabilities td.bad').length")
                        .asInt())
                .as(where)
                .isEqualTo(1);
        // Contrast of text and ground, by the formula of WCAG 2; 4.5 is its level AA for small text.
        assertThat(browser.evaluate(
                                """
                                (() => {
                                  const channels = colour => colour.match(/[\\d.]+/g).map(Number);
                                  const light = c => channels(c).slice(0, 3).map(v => v / 255)
                                    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                                    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
                                  const ground = e => {
                                    for (; e; e = e.parentElement) {
                                      const c = getComputedStyle(e).backgroundColor;
                                      if (channels(c)[3] !== 0) return c;
                                    }
                                    return 'rgb(255, 255, 255)';
                                  };
                                  return [...document.querySelectorAll('body *')]
                                    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
                                    .map(e => {
                                      const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
                                      return [(a + 0.05) / (b + 0.05), e.tagName + ' ' + e.className + ' ' + e.textContent];
                                    })
                                    .filter(([contrast]) => contrast < 4.5).map(([contrast, what]) => contrast.toFixed(2) + ' ' + what);
                                })()
                                """)
                        .toString())
                .as("%s: what has too little contrast", where)
                .isEqualTo("[]");
    }

    @Test
    void leavesOutWhatIsEmpty() throws IOException {
        CaseOutcome fault = SampleReport.fault("environment", "cannot install");
        CellOutcome cell = SampleReport.cell("gold", "postgresql", "psycopg2", "2.9.13", "live", List.of(fault));

        assertThat(write(SampleReport.report(List.of(cell))))
                .content()
                .contains("could not run")
                .contains("cannot install")
                .doesNotContain("id=\"capabilities\"", "id=\"gaps\"");
    }
}
