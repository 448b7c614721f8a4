package io.heliosdb.reports.overview;

import io.heliosdb.reports.Tally;
import io.heliosdb.reports.Text;

/** How something stands, as a sign and a colour, so that neither has to be seen alone. */
enum Mark {
    GOOD("✓", "good", "passed"),
    GAP("◐", "gap", "known gaps"),
    BAD("✗", "bad", "failed"),
    NOT_RUN("○", "none", "not run"),
    NOTHING("–", "none", "not applicable");

    private final String sign;
    private final String style;
    private final String words;

    Mark(String sign, String style, String words) {
        this.sign = sign;
        this.style = style;
        this.words = words;
    }

    /** The mark of some cases. */
    static Mark of(Tally tally) {
        if (tally.failed() > 0) {
            return BAD;
        }
        if (tally.ran() == 0) {
            return NOTHING;
        }
        return tally.gaps() > 0 ? GAP : GOOD;
    }

    /** The class of an element that shows it. */
    String style() {
        return style;
    }

    String sign() {
        return sign;
    }

    String words() {
        return words;
    }

    /** The sign, for eyes; a reader of the page hears the numbers and the words beside it. */
    Html html() {
        return Html.of(
                "<span class=\"sign\" aria-hidden=\"true\">{}</span><span class=\"unseen\">{} </span>", sign, words);
    }

    /** Passed of those that were carried out: one number where they are the same. */
    static String numbers(Tally tally) {
        return tally.passed() == tally.ran()
                ? Text.number(tally.passed())
                : Text.number(tally.passed()) + "/" + Text.number(tally.ran());
    }

    /** All four numbers in words, for who points at them. */
    static String words(Tally tally) {
        return tally.passed() + " passed, " + tally.failed() + " failed, " + Text.count(tally.gaps(), "known gap")
                + ", " + tally.skipped() + " skipped";
    }
}
