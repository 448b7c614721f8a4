package io.heliosdb.sql.rewrite.tree;

/** A part of the client's text: from {@code start}, to before {@code end}, in characters from 0. */
public record Span(int start, int end) {
    /** What is nowhere in the client's text. */
    public static final Span NONE = new Span(0, 0);

    /** From the start of this one to the end of another. */
    public Span to(Span last) {
        return new Span(start, last.end);
    }

    public String of(String text) {
        return text.substring(start, end);
    }
}
