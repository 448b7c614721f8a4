package io.heliosdb.reports.gate;

import io.heliosdb.reports.CellOutcome;
import io.heliosdb.reports.ConformanceReport;
import java.util.List;

/**
 * What the gate says of a report.
 *
 * @param broken the rules that are broken, in the order of the report
 * @param drivers how many versions of drivers were judged
 */
public record GateResult(List<BrokenRule> broken, int drivers) {

    public GateResult {
        broken = List.copyOf(broken);
    }

    static GateResult of(List<BrokenRule> broken, ConformanceReport report) {
        return new GateResult(broken, (int) report.cells().stream()
                .map(GateResult::driverAtVersion)
                .distinct()
                .count());
    }

    private static String driverAtVersion(CellOutcome cell) {
        return cell.driver() + "@" + cell.version();
    }

    /** Whether a release may go. */
    public boolean isOpen() {
        return broken.isEmpty();
    }

    /** The rules that one version of a driver breaks. */
    public List<BrokenRule> of(String driver, String version) {
        return broken.stream()
                .filter(rule -> rule.driver().equals(driver) && rule.version().equals(version))
                .toList();
    }

    /** The rules that the run as a whole breaks. */
    public List<BrokenRule> ofRun() {
        return of("", "");
    }

    /** The verdict in one line. */
    public String line() {
        if (isOpen()) {
            return "open, " + drivers + (drivers == 1 ? " driver version keeps" : " driver versions keep")
                    + " every rule";
        }
        return "held, " + broken.size() + (broken.size() == 1 ? " rule is" : " rules are") + " broken";
    }
}
