package io.heliosdb.reports.gate;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a release needs: the content of {@code gate.yaml}. Some rules need no number and hold always: every planned cell ran,
 * nothing failed on the genuine server, no gap is past its day, passes or fails otherwise than it says, the run was not
 * filtered.
 *
 * @param tiers the rules of each tier, by its id in the matrix
 * @param upstream what has to pass of the drivers' own suites
 */
public record GateRules(Map<String, TierRules> tiers, List<UpstreamRule> upstream) {

    public GateRules {
        if (tiers == null || tiers.isEmpty()) {
            throw new IllegalArgumentException("tiers is missing");
        }
        tiers.forEach((tier, rules) -> Objects.requireNonNull(rules, "tier " + tier + " has no rules"));
        tiers = new LinkedHashMap<>(tiers);
        upstream = upstream == null ? List.of() : List.copyOf(upstream);
    }

    /**
     * What every version of every driver of a tier has to do.
     *
     * @param lanes the lanes that have to have run, where the matrix plans them
     * @param mustPass how many of the must-pass cases have to pass; a skipped or missing one did not
     * @param extended how many of all cases of the live lane, the must-pass ones among them, have to pass, not counting the skipped
     * @param knownGaps how many known gaps of the live lane there may be; no limit where it is null
     * @param regressions how many cases may fail, be skipped or be missing that passed in the published report
     */
    public record TierRules(
            List<String> lanes,
            @JsonProperty("must-pass") Threshold mustPass,
            Threshold extended,
            @JsonProperty("known-gaps") Integer knownGaps,
            int regressions) {

        public TierRules {
            if (lanes == null || lanes.isEmpty()) {
                throw new IllegalArgumentException("lanes is missing");
            }
            lanes = List.copyOf(lanes);
            mustPass = Objects.requireNonNullElse(mustPass, Threshold.ALL);
            extended = Objects.requireNonNullElse(extended, Threshold.ALL);
        }

        /** The rules in words, as headings show them. */
        public String words() {
            return "must-pass " + mustPass + ", extended at least " + extended
                    + (knownGaps == null ? "" : ", at most " + knownGaps + " known gaps") + ", "
                    + (regressions == 0 ? "no" : "at most " + regressions) + " regressions";
        }
    }

    /**
     * What has to pass of a driver's own suite, of what the genuine server passes.
     *
     * @param driver the driver's id
     * @param versions the versions that the rule is for; all when empty
     * @param cases a part of the case's id, for a rule about a part of the suite; all cases when empty
     * @param passed how many have to pass
     * @param genuine how many the genuine server has to pass at least, so that a suite that fell apart there is no success
     */
    public record UpstreamRule(String driver, List<String> versions, String cases, Threshold passed, int genuine) {
        public UpstreamRule {
            Objects.requireNonNull(driver, "upstream: driver is missing");
            Objects.requireNonNull(passed, "upstream " + driver + ": passed is missing");
            versions = versions == null ? List.of() : List.copyOf(versions);
            cases = Objects.requireNonNullElse(cases, "");
            genuine = Math.max(1, genuine);
        }

        boolean isAbout(String ofDriver, String version) {
            return driver.equals(ofDriver) && (versions.isEmpty() || versions.contains(version));
        }
    }
}
