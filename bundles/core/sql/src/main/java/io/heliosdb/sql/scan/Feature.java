package io.heliosdb.sql.scan;

/** A lexical rule that a dialect has or has not. */
public enum Feature {
    /** A quote inside of quotes is written twice; without it two strings touch. */
    DOUBLED_QUOTES,
    /** {@code "a"} is a string; without it, an identifier. */
    DOUBLE_QUOTED_STRINGS,
    /** {@code `a`} is an identifier. */
    BACKTICKS,
    /** {@code [a]} is an identifier. */
    BRACKETS,
    /** {@code N'a'} is a string. */
    NATIONAL_STRINGS,
    /** {@code X'4D'} is a literal. */
    HEX_STRINGS,
    /** {@code B'01'} is a literal. */
    BIT_STRINGS,
    /** {@code E'a'} is a string with PostgreSQL's escapes. */
    ESCAPE_STRINGS,
    /** {@code U&'a'} and {@code U&"a"}, whose escape character is the backslash. */
    UNICODE_STRINGS,
    /** {@code r'a'} is a string without escapes. */
    RAW_STRINGS,
    /** {@code q'[a]'} is a string. */
    ALTERNATIVE_QUOTES,
    /** {@code $$a$$} is a string. */
    DOLLAR_QUOTES,
    /** {@code $tag$a$tag$} is a string too. */
    DOLLAR_TAGS,
    /** {@code 0x4D} is a literal. */
    HEX_NUMBERS,
    /** {@code 0b01} is a literal. */
    BIT_NUMBERS,
    /** {@code 1_000} is a number. */
    DIGIT_SEPARATORS,
    /** {@code $1.5} is a number. */
    MONEY,
    /** A word may begin with a digit. */
    DIGIT_WORDS,
    /** Two hyphens begin a comment only before white space, a control character or the end. */
    DASHES_NEED_BLANK,
    /** {@code #} begins a comment. */
    HASH_COMMENTS,
    /** {@code //} begins a comment. */
    SLASH_COMMENTS,
    /** A comment may contain comments. */
    NESTED_COMMENTS,
    /** {@code /*+ … *}{@code /} is told apart from comments. */
    HINTS,
    /** {@code @a} is a variable. */
    VARIABLES,
    /** {@code $a} is a variable. */
    DOLLAR_VARIABLES,
    /** {@code @@a} is a variable of the server. */
    SYSTEM_VARIABLES,
    /** Any run of operator characters is one operator, as in PostgreSQL. */
    FREE_OPERATORS
}
