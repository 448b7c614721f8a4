package io.heliosdb.reports.published;

import io.heliosdb.reports.Lanes;
import io.heliosdb.reports.Tally;
import io.heliosdb.reports.Text;
import java.util.Locale;
import java.util.Optional;

/**
 * A badge for a page about a driver: its name, its tier, and how many of the cases that apply to its newest version pass.
 *
 * @param label the left half
 * @param message the right half
 * @param colour the ground of the right half, dark enough for white letters
 */
public record Badge(String label, String message, String colour) {

    private static final String GREEN = "#2c7a3f";
    private static final String AMBER = "#8a6100";
    private static final String RED = "#b3261e";
    private static final String GREY = "#5f6670";

    private static final int HEIGHT = 20;
    private static final int MARGIN = 6;
    private static final int SIZE = 11;

    /** The advance widths of the characters from the blank to the tilde, in thousandths of the size: DejaVu Sans'. */
    private static final int[] WIDTHS = {
        318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636,
                636,
        636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557,
                863,
        748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550,
                635,
        615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525,
                636,
        337, 636, 838
    };

    private static final int OTHER_WIDTH = 640;

    /** The badge of a driver. */
    static Badge of(Baseline.Driver driver, String tier) {
        Optional<Tally> live = driver.cells().stream()
                .filter(cell -> cell.lane().equals(Lanes.LIVE))
                .map(Baseline.Cell::tally)
                .findFirst();
        if (live.isEmpty()) {
            return new Badge(driver.title(), "not run", GREY);
        }
        Tally tally = live.get();
        String colour = tally.failed() > 0 ? RED : tally.gaps() > 0 ? AMBER : GREEN;
        return new Badge(
                driver.title(),
                tier.toLowerCase(Locale.ROOT) + " · " + tally.passed() + " of " + tally.ran(),
                tally.ran() == 0 ? GREY : colour);
    }

    /** The badge as a picture: an SVG document that names no other file. */
    public String svg() {
        int left = width(label) + 2 * MARGIN;
        int right = width(message) + 2 * MARGIN;
        int all = left + right;
        String words = Text.escape(label + ": " + message);
        return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" role="img" aria-label="%3$s">
          <title>%3$s</title>
          <clipPath id="round"><rect width="%1$d" height="%2$d" rx="4"/></clipPath>
          <g clip-path="url(#round)">
            <rect width="%4$d" height="%2$d" fill="#3b4048"/>
            <rect x="%4$d" width="%5$d" height="%2$d" fill="%6$s"/>
          </g>
          <g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="%7$d" aria-hidden="true">
            <text x="%8$d" y="14" textLength="%9$d" lengthAdjust="spacingAndGlyphs">%10$s</text>
            <text x="%11$d" y="14" textLength="%12$d" lengthAdjust="spacingAndGlyphs">%13$s</text>
          </g>
        </svg>
        """
                .formatted(
                        all,
                        HEIGHT,
                        words,
                        left,
                        right,
                        colour,
                        SIZE,
                        MARGIN,
                        left - 2 * MARGIN,
                        Text.escape(label),
                        left + MARGIN,
                        right - 2 * MARGIN,
                        Text.escape(message));
    }

    /** The width of {@code text} in pixels. */
    static int width(String text) {
        int thousandths = text.codePoints()
                .map(character -> {
                    int place = character - ' ';
                    return place >= 0 && place < WIDTHS.length ? WIDTHS[place] : OTHER_WIDTH;
                })
                .sum();
        return Math.round(thousandths * SIZE / 1000f);
    }
}
