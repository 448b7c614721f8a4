package io.heliosdb.sql.template;

import java.util.Locale;
import java.util.Set;

/**
 * The words that the engine reads as dates and times (PostgreSQL 18 manual, 8.5.1.4). A string that begins with one is never
 * lifted from a statement: a rule that has to refuse it sees it as it is, without asking for its value.
 */
public final class MomentWord {
    private static final Set<String> WORDS =
            Set.of("now", "today", "tomorrow", "yesterday", "epoch", "infinity", "allballs");

    private static final int SHORTEST = 3;
    private static final int LONGEST = 9;

    private MomentWord() {}

    /** Whether a string begins with such a word, blanks and a sign aside. */
    public static boolean begins(String text) {
        return begins(text, 0, text.length());
    }

    static boolean begins(String text, int from, int to) {
        int start = from;
        while (start < to && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        if (start < to && (text.charAt(start) == '-' || text.charAt(start) == '+')) {
            start++;
        }
        int end = start;
        while (end < to && end - start <= LONGEST && letter(text.charAt(end))) {
            end++;
        }
        int length = end - start;
        return length >= SHORTEST
                && length <= LONGEST
                && WORDS.contains(text.substring(start, end).toLowerCase(Locale.ROOT));
    }

    private static boolean letter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
