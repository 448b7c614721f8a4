package io.heliosdb.reports;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a driver's own suite says: passed of what the vendor's own server passes. A case that only HeliosDB passes does not
 * count, so that a score never hides a loss behind a gain.
 *
 * @param passed cases that passed against HeliosDB and against the genuine server
 * @param genuine cases that passed against the genuine server
 */
public record UpstreamScore(int passed, int genuine) {

    public UpstreamScore {
        if (passed < 0 || passed > genuine) {
            throw new IllegalArgumentException("passed " + passed + " (expected: 0 to " + genuine + ")");
        }
    }

    /**
     * The score of one version of a driver.
     *
     * @return empty where one of the two lanes did not run
     */
    public static Optional<UpstreamScore> of(ConformanceReport report, String driver, String version) {
        return of(report, driver, version, id -> true);
    }

    /**
     * The score of one version of a driver, in a part of its suite.
     *
     * @param cases which cases belong to the part, by their ids
     * @return empty where one of the two lanes did not run
     */
    public static Optional<UpstreamScore> of(
            ConformanceReport report, String driver, String version, Predicate<String> cases) {
        Optional<CellOutcome> ours = report.cell(driver, version, Lanes.UPSTREAM);
        Optional<CellOutcome> theirs = report.cell(driver, version, Lanes.UPSTREAM_REFERENCE);
        if (ours.isEmpty() || theirs.isEmpty()) {
            return Optional.empty();
        }
        Set<String> genuine = passed(theirs.get(), cases);
        Set<String> both = passed(ours.get(), cases);
        both.retainAll(genuine);
        return Optional.of(new UpstreamScore(both.size(), genuine.size()));
    }

    private static Set<String> passed(CellOutcome cell, Predicate<String> cases) {
        return cell.cases().stream()
                .filter(outcome -> outcome.verdict() == Verdict.PASSED && cases.test(outcome.id()))
                .map(CaseOutcome::id)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** In words, such as {@code 750 of 755}. */
    @Override
    public String toString() {
        return passed + " of " + genuine;
    }
}
