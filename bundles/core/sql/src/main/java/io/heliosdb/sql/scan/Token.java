package io.heliosdb.sql.scan;

import java.util.Objects;

/**
 * A token that was kept.
 *
 * @param start UTF-16 offset in the text
 * @param end offset behind it
 * @param text as it is written
 * @param value as {@link Scanner#value()} has it
 */
public record Token(TokenKind kind, int start, int end, String text, String value) {
    public Token {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(value, "value");
    }

    /** Whether it is that keyword, in whatever case. */
    public boolean is(String keyword) {
        return kind == TokenKind.WORD && text.equalsIgnoreCase(keyword);
    }

    /** Whether it is that operator, punctuation or separator. */
    public boolean isSymbol(String symbol) {
        return (kind == TokenKind.OPERATOR || kind == TokenKind.PUNCTUATION || kind == TokenKind.SEPARATOR)
                && text.equals(symbol);
    }
}
