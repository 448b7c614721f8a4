package io.heliosdb.reports;

import java.util.Collection;

/**
 * How many cases ended how.
 *
 * @param passed cases that passed
 * @param failed cases that failed or broke
 * @param skipped cases that declined to run
 * @param gaps cases that failed as the list of known gaps says
 */
public record Tally(int passed, int failed, int skipped, int gaps) {

    /** Nothing counted yet. */
    public static final Tally NONE = new Tally(0, 0, 0, 0);

    /** Counts {@code verdicts}. */
    public static Tally of(Collection<Verdict> verdicts) {
        Tally tally = NONE;
        for (Verdict verdict : verdicts) {
            tally = tally.plus(verdict);
        }
        return tally;
    }

    /** This tally with one more case. */
    public Tally plus(Verdict verdict) {
        return switch (verdict) {
            case PASSED -> new Tally(passed + 1, failed, skipped, gaps);
            case FAILED, BROKEN -> new Tally(passed, failed + 1, skipped, gaps);
            case SKIPPED -> new Tally(passed, failed, skipped + 1, gaps);
            case KNOWN_GAP -> new Tally(passed, failed, skipped, gaps + 1);
        };
    }

    /** Both tallies together. */
    public Tally plus(Tally other) {
        return new Tally(passed + other.passed, failed + other.failed, skipped + other.skipped, gaps + other.gaps);
    }

    /** All cases, however they ended. */
    public int total() {
        return passed + failed + skipped + gaps;
    }

    /** The cases that were carried out: a skipped one was not. */
    public int ran() {
        return passed + failed + gaps;
    }
}
