package io.heliosdb.sql.scan;

/** What a token is. */
public enum TokenKind {
    /** An unquoted identifier or a keyword. */
    WORD,
    /** {@code "name"}, {@code `name`}, {@code [name]}, {@code U&"name"}. */
    QUOTED_IDENTIFIER,
    /** A character string in whatever quotes: {@code 'a'}, {@code E'a'}, {@code U&'a'}, {@code $$a$$}, {@code q'[a]'}. */
    STRING,
    /** {@code N'a'}. */
    NATIONAL_STRING,
    /** {@code _utf8mb4} before a string: the name of a character set that the dialect knows. */
    INTRODUCER,
    /** {@code X'4D'}, {@code 0x4D}. */
    HEX,
    /** {@code B'01'}, {@code 0b01}. */
    BITS,
    /** Digits only. */
    INTEGER,
    /** Digits with a decimal point. */
    DECIMAL,
    /** A number with an exponent. */
    FLOAT,
    /** A place of a parameter, see {@link ParameterStyle}. */
    PARAMETER,
    /** {@code @name}, in Snowflake {@code $name}: the session's own variable. */
    VARIABLE,
    /** {@code @@name}, {@code @@global.name}: the server's variable. */
    SYSTEM_VARIABLE,
    /** {@code =}, {@code <=>}, {@code ->>}, and a character that means nothing in the dialect. */
    OPERATOR,
    /** One of {@code ( ) [ ] { } , .}. */
    PUNCTUATION,
    /** {@code ;}. */
    SEPARATOR,
    /** White space. */
    SPACE,
    /** A comment, an executable one for a newer server among them. */
    COMMENT,
    /** {@code /*+ … *}{@code /}: advice for the optimizer. */
    HINT,
    /** {@code /*!} with its version, where what follows is to be executed. */
    EXECUTABLE_BEGIN,
    /** What closes {@link #EXECUTABLE_BEGIN}. */
    EXECUTABLE_END,
    /** The end of the text. */
    END;

    /** Whether a parser passes over it. */
    public boolean trivia() {
        return switch (this) {
            case SPACE, COMMENT, HINT, EXECUTABLE_BEGIN, EXECUTABLE_END -> true;
            default -> false;
        };
    }

    /** Whether it is a number or a string, of characters or of bits. */
    public boolean literal() {
        return switch (this) {
            case STRING, NATIONAL_STRING, HEX, BITS, INTEGER, DECIMAL, FLOAT -> true;
            default -> false;
        };
    }
}
