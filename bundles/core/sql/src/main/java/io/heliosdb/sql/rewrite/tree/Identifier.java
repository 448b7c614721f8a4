package io.heliosdb.sql.rewrite.tree;

/**
 * A name as it was written.
 *
 * @param text without quotes, quotes inside it undoubled
 */
public record Identifier(Span span, String text, boolean quoted) {
    public static Identifier of(String text) {
        return new Identifier(Span.NONE, text, true);
    }

    /** Whether it is this word, whatever the case. */
    public boolean is(String word) {
        return text.equalsIgnoreCase(word);
    }
}
