package io.heliosdb.reports;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A report in which every rule of the gate is kept, and changed copies of it. */
public final class SampleReport {

    /** The case of the live lane that changed copies change most. */
    public static final String MUST_PASS = "postgresql/psycopg2/test_types.py::test_0";

    /** A case of the live lane that is no must-pass case. */
    public static final String EXTENDED = "postgresql/psycopg2/test_types.py::test_7";

    /** A case that is a known gap. */
    public static final String GAP = "mysql/pymysql/test_charsets.py::test_9";

    /** A case of a driver's own suite. */
    public static final String UPSTREAM = "tests/test_connection.py::test_3";

    private static final List<String> CAPABILITIES = List.of("connect", "errors", "transactions", "types", "charsets");

    private SampleReport() {}

    /** Two drivers, one of them in two versions, in all lanes. */
    public static ConformanceReport sound() {
        List<CellOutcome> cells = List.of(
                cell(
                        "gold",
                        "postgresql",
                        "psycopg2",
                        "2.9.13",
                        Lanes.LIVE,
                        ours("postgresql/psycopg2", "connect", "types")),
                cell(
                        "gold",
                        "postgresql",
                        "psycopg2",
                        "2.9.13",
                        Lanes.REFERENCE,
                        ours("postgresql/psycopg2", "connect", "types")),
                cell("gold", "postgresql", "psycopg2", "2.9.13", Lanes.UPSTREAM, own(20)),
                cell("gold", "postgresql", "psycopg2", "2.9.13", Lanes.UPSTREAM_REFERENCE, own(20)),
                cell(
                        "gold",
                        "postgresql",
                        "psycopg2",
                        "2.9.9",
                        Lanes.LIVE,
                        ours("postgresql/psycopg2", "connect", "types")),
                cell("silver", "mysql", "pymysql", "1.2.4", Lanes.LIVE, withGap()),
                cell("silver", "mysql", "pymysql", "1.2.4", Lanes.PROBE, ours("mysql/probes", "connect")));
        return report(cells);
    }

    private static List<CaseOutcome> withGap() {
        return ours("mysql/pymysql", CAPABILITIES.toArray(String[]::new)).stream()
                .map(outcome -> outcome.id().equals(GAP)
                        ? with(outcome, Verdict.KNOWN_GAP, "known gap: no such thing", gap("2027-03-31"))
                        : outcome)
                .toList();
    }

    /** The entry of a list of known gaps. */
    public static CaseOutcome.ListedGap gap(String expires) {
        return new CaseOutcome.ListedGap("Octets of another character set stay <octets>", false, false, expires);
    }

    /** Ten cases for each capability, the first five of them must-pass. */
    public static List<CaseOutcome> ours(String folder, String... capabilities) {
        List<CaseOutcome> cases = new ArrayList<>();
        for (String capability : capabilities) {
            IntStream.range(0, 10)
                    .mapToObj(number -> new CaseOutcome(
                            folder + "/test_" + capability + ".py::test_" + number,
                            "It does number " + number,
                            capability,
                            number < 5,
                            Verdict.PASSED,
                            "",
                            12,
                            false,
                            null))
                    .forEach(cases::add);
        }
        return cases;
    }

    /** The cases of a driver's own suite. */
    public static List<CaseOutcome> own(int number) {
        return IntStream.range(0, number)
                .mapToObj(each -> new CaseOutcome(
                        "tests/test_connection.py::test_" + each,
                        null,
                        "test_connection",
                        false,
                        Verdict.PASSED,
                        "",
                        3,
                        false,
                        null))
                .toList();
    }

    public static CellOutcome cell(
            String tier, String protocol, String driver, String version, String lane, List<CaseOutcome> cases) {
        String title = driver.equals("pymysql") ? "PyMySQL" : driver;
        String server = Lanes.isGenuine(lane) ? "PostgreSQL 18.6" : "HeliosDB 1.0";
        return new CellOutcome(tier, protocol, driver, title, version, lane, server, "3.11.7", 12_345, cases);
    }

    /** A report of these cells, all of which are planned. */
    public static ConformanceReport report(List<CellOutcome> cells) {
        return new ConformanceReport(
                ConformanceReport.FORMAT,
                Instant.parse("2026-11-23T10:00:00Z"),
                99_950,
                new HashMap<>(Map.of("HeliosDB", "HeliosDB 1.0", "JDK", "17.0.1", "OS", "Linux 6.1 amd64")),
                List.of(
                        new ConformanceReport.Tier("gold", "Gold"),
                        new ConformanceReport.Tier("silver", "Silver"),
                        new ConformanceReport.Tier("bronze", "Bronze")),
                cells.stream()
                        .map(cell -> new ConformanceReport.PlannedCell(
                                cell.tier(), cell.driver(), cell.version(), cell.lane()))
                        .toList(),
                false,
                cells);
    }

    /** {@code report} with other cells, planned as before. */
    public static ConformanceReport with(ConformanceReport report, List<CellOutcome> cells) {
        return new ConformanceReport(
                report.format(),
                report.startedAt(),
                report.milliseconds(),
                report.environment(),
                report.tiers(),
                report.matrix(),
                report.filtered(),
                cells);
    }

    /** {@code report} with one cell changed. */
    public static ConformanceReport change(
            ConformanceReport report, String cell, UnaryOperator<List<CaseOutcome>> change) {
        return with(
                report,
                report.cells().stream()
                        .map(each -> each.name().equals(cell)
                                ? cell(
                                        each.tier(),
                                        each.protocol(),
                                        each.driver(),
                                        each.version(),
                                        each.lane(),
                                        change.apply(each.cases()))
                                : each)
                        .toList());
    }

    /** {@code report} with one case of one cell changed; it is left out where the change gives null. */
    public static ConformanceReport changeCase(
            ConformanceReport report, String cell, String id, UnaryOperator<CaseOutcome> change) {
        return change(report, cell, cases -> {
            List<CaseOutcome> changed = new ArrayList<>();
            for (CaseOutcome outcome : cases) {
                CaseOutcome now = outcome.id().equals(id) ? change.apply(outcome) : outcome;
                if (now != null) {
                    changed.add(now);
                }
            }
            return changed;
        });
    }

    /** {@code outcome} with another end. */
    public static CaseOutcome with(CaseOutcome outcome, Verdict verdict, String message, CaseOutcome.ListedGap gap) {
        return new CaseOutcome(
                outcome.id(),
                outcome.title(),
                outcome.capability(),
                outcome.mustPass(),
                verdict,
                message,
                outcome.milliseconds(),
                false,
                gap);
    }

    /** A fault that the harness found. */
    public static CaseOutcome fault(String name, String message) {
        return new CaseOutcome(
                "harness::" + name, name, CaseOutcome.FAULT, true, Verdict.BROKEN, message, 0, false, null);
    }
}
