package io.heliosdb.compat.run;

import io.heliosdb.compat.matrix.CasePattern;
import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.matrix.KnownGap;
import io.heliosdb.compat.matrix.KnownGaps;
import io.heliosdb.compat.matrix.Lane;
import io.heliosdb.reports.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares a run with the list of known gaps. The list as it would have to be keeps what is still true or was not run, drops
 * what passed or is no longer there, and has an entry for every new failure, whose reason somebody has to write.
 */
public final class GapReview implements LabListener {

    /** The reason of an entry that has none yet. */
    public static final String NO_REASON = "TODO";

    private static final int LONGEST_MESSAGE = 160;

    /** From so many hexadecimal digits on, they are taken for a name of random octets. */
    private static final int RANDOM_NAME = 8;

    /** What differs from run to run: numbers, and names that are made of random octets. */
    private static final Pattern VOLATILE =
            Pattern.compile("(?<![0-9A-Za-z])(?=[a-f]*[0-9])[0-9a-f]{8,}(?![0-9A-Za-z])|[0-9]+");

    private static final Pattern SPECIAL = Pattern.compile("[\\\\^$.|?*+()\\[\\]{}]");

    private record Outcome(Cell cell, CaseResult result) {}

    private record NewGap(String driver, Lane lane, String id, String message, boolean flaky) {}

    private final KnownGaps before;
    private final boolean complete;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Set<Cell> cells = new LinkedHashSet<>();

    /**
     * A review of one run.
     *
     * @param before the list that the run was judged by
     * @param complete whether the run has every case of its cells
     */
    public GapReview(KnownGaps before, boolean complete) {
        this.before = before;
        this.complete = complete;
    }

    @Override
    public synchronized void cellStarted(CellPlan plan, int cases) {
        cells.add(plan.cell());
    }

    @Override
    public synchronized void caseFinished(CellPlan plan, CaseResult result) {
        outcomes.add(new Outcome(plan.cell(), result));
    }

    @Override
    public synchronized void cellFinished(CellPlan plan, String server, Duration duration) {
        // Everything was said case by case.
    }

    /** The list as it would have to be. */
    public synchronized KnownGaps replacement() {
        List<KnownGap> gaps =
                new ArrayList<>(before.gaps().stream().filter(this::isKept).toList());
        gaps.addAll(newGaps());
        return new KnownGaps(gaps);
    }

    private boolean isKept(KnownGap gap) {
        List<Outcome> about = outcomes.stream()
                .filter(each -> before.about(each.cell, each.result.labCase().id())
                        .filter(gap::equals)
                        .isPresent())
                .toList();
        if (about.isEmpty()) {
            return !complete || cells.stream().noneMatch(cell -> gap.isIn(cell) && wasCollected(cell));
        }
        return about.stream().anyMatch(each -> gap.flaky() || isAsKnown(gap, each.result));
    }

    /** A cell that could not be made or collected says nothing about its cases. */
    private boolean wasCollected(Cell cell) {
        return outcomes.stream()
                .filter(each -> each.cell.equals(cell))
                .anyMatch(each -> each.result.labCase().fault().isEmpty());
    }

    /** An expired gap is as known too: its day is for somebody to change. */
    private static boolean isAsKnown(KnownGap gap, CaseResult result) {
        return switch (result.verdict()) {
            case KNOWN_GAP, SKIPPED -> true;
            case FAILED, BROKEN -> failedByItself(result) && gap.explains(result.message());
            case PASSED -> false;
        };
    }

    private static boolean failedByItself(CaseResult result) {
        return result.labCase().fault().isEmpty()
                && (result.verdict() == Verdict.BROKEN || !result.trace().isEmpty());
    }

    private List<KnownGap> newGaps() {
        Map<NewGap, Set<String>> found = new LinkedHashMap<>();
        for (Outcome each : outcomes) {
            CaseResult result = each.result;
            if (result.verdict().isFailure()
                    && failedByItself(result)
                    && result.gap().filter(gap -> isAsKnown(gap, result)).isEmpty()) {
                NewGap gap = new NewGap(
                        each.cell.driver(),
                        each.cell.lane(),
                        result.labCase().id(),
                        pattern(result.message()),
                        result.flaky());
                found.computeIfAbsent(gap, key -> new TreeSet<>()).add(each.cell.version());
            }
        }
        List<KnownGap> gaps = new ArrayList<>();
        found.forEach((gap, versions) -> gaps.add(new KnownGap(
                gap.driver,
                versions.equals(versionsThatRan(gap)) ? List.of() : List.copyOf(versions),
                List.of(gap.lane),
                CasePattern.whole(gap.id),
                Pattern.compile(gap.message, Pattern.DOTALL),
                NO_REASON,
                false,
                gap.flaky,
                Optional.empty())));
        return gaps;
    }

    private Set<String> versionsThatRan(NewGap gap) {
        Set<String> versions = new TreeSet<>();
        for (Cell cell : cells) {
            if (cell.driver().equals(gap.driver) && cell.lane() == gap.lane) {
                versions.add(cell.version());
            }
        }
        return versions;
    }

    /** The first line of a message as a regular expression, open where the next run may say something else. */
    static String pattern(String message) {
        String line = message.lines()
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse("no message");
        String start = line.substring(0, Math.min(line.length(), LONGEST_MESSAGE));
        StringBuilder pattern = new StringBuilder();
        Matcher matcher = VOLATILE.matcher(start);
        int from = 0;
        while (matcher.find()) {
            pattern.append(quoted(start.substring(from, matcher.start())));
            pattern.append(matcher.group().length() < RANDOM_NAME ? "\\d+" : "[0-9a-f]+");
            from = matcher.end();
        }
        return pattern.append(quoted(start.substring(from))).toString();
    }

    private static String quoted(String text) {
        return SPECIAL.matcher(text).replaceAll("\\\\$0");
    }
}
