package io.heliosdb.sql.scan;

/** Tokens in quotes: strings with whatever prefix, dollar-quoted ones, and quoted identifiers. */
final class Quotes {
    private Quotes() {}

    /** The string or name whose first quote is the scanner's own character. */
    static TokenKind plain(Scanner scanner, char quote, TokenKind found) {
        return upTo(scanner, scanner.start(), quote, found == TokenKind.STRING && escapes(scanner), found);
    }

    /** The name in brackets. */
    static TokenKind bracketed(Scanner scanner) {
        return upTo(scanner, scanner.start(), ']', false, TokenKind.QUOTED_IDENTIFIER);
    }

    /** A variable whose name stands in quotes behind its sign. */
    static TokenKind variable(Scanner scanner, char quote) {
        upTo(
                scanner,
                scanner.start() + 1,
                quote,
                quote != '`' && escapes(scanner),
                quote == '`' ? TokenKind.QUOTED_IDENTIFIER : TokenKind.STRING);
        return scanner.take(scanner.end(), TokenKind.VARIABLE);
    }

    /**
     * A string whose prefix was taken for a word; null where the word is one.
     *
     * @param first the first letter of the word, upper case
     * @param quote where the word ends
     */
    static TokenKind prefixed(Scanner scanner, char first, int quote) {
        Lexicon lexicon = scanner.lexicon();
        char after = scanner.at(quote);
        int letters = quote - scanner.start();
        if (lexicon.has(Feature.ALTERNATIVE_QUOTES)
                && after == '\''
                && Character.toUpperCase(scanner.at(quote - 1)) == 'Q') {
            if (letters == 1) {
                return alternative(scanner, quote, TokenKind.STRING);
            }
            return first == 'N' ? alternative(scanner, quote, TokenKind.NATIONAL_STRING) : null;
        }
        if (letters > 1) {
            return null;
        }
        if (first == 'U' && after == '&' && lexicon.has(Feature.UNICODE_STRINGS)) {
            return switch (scanner.at(quote + 1)) {
                case '\'' -> upTo(scanner, quote + 1, '\'', false, TokenKind.STRING);
                case '"' -> upTo(scanner, quote + 1, '"', false, TokenKind.QUOTED_IDENTIFIER);
                default -> null;
            };
        }
        if (first == 'R' && lexicon.has(Feature.RAW_STRINGS) && (after == '\'' || after == '"')) {
            return upTo(scanner, quote, after, false, TokenKind.STRING);
        }
        if (after != '\'') {
            return null;
        }
        return switch (first) {
            case 'N' ->
                lexicon.has(Feature.NATIONAL_STRINGS)
                        ? upTo(scanner, quote, '\'', escapes(scanner), TokenKind.NATIONAL_STRING)
                        : null;
            case 'X' -> lexicon.has(Feature.HEX_STRINGS) ? upTo(scanner, quote, '\'', false, TokenKind.HEX) : null;
            case 'B' -> lexicon.has(Feature.BIT_STRINGS) ? upTo(scanner, quote, '\'', false, TokenKind.BITS) : null;
            case 'E' -> lexicon.has(Feature.ESCAPE_STRINGS) ? upTo(scanner, quote, '\'', true, TokenKind.STRING) : null;
            default -> null;
        };
    }

    /**
     * A string between dollars, with a tag or not.
     *
     * @param body where it begins
     */
    static TokenKind dollars(Scanner scanner, int body) {
        String text = scanner.source();
        int start = scanner.start();
        int close = text.indexOf(text.substring(start, body), body);
        if (close < 0) {
            throw scanner.error("unterminated dollar-quoted string", start);
        }
        return scanner.take(close + body - start, TokenKind.STRING);
    }

    private static boolean escapes(Scanner scanner) {
        return scanner.lexicon().escapes() != Lexicon.Escapes.NONE;
    }

    private static TokenKind upTo(Scanner scanner, int open, char close, boolean escapes, TokenKind found) {
        String text = scanner.source();
        int length = text.length();
        boolean doubled = scanner.lexicon().has(Feature.DOUBLED_QUOTES) || found == TokenKind.QUOTED_IDENTIFIER;
        int at = open + 1;
        while (at < length) {
            char c = text.charAt(at);
            if (c == close) {
                if (!doubled || scanner.at(at + 1) != close) {
                    return scanner.take(at + 1, found);
                }
                at++;
            } else if (c == '\\' && escapes) {
                at++;
            }
            at++;
        }
        throw scanner.error(
                found == TokenKind.QUOTED_IDENTIFIER ? "unterminated quoted identifier" : "unterminated quoted string",
                scanner.start());
    }

    /** {@code q'[…]'} */
    private static TokenKind alternative(Scanner scanner, int quote, TokenKind found) {
        String text = scanner.source();
        int length = text.length();
        char open = scanner.at(quote + 1);
        char close =
                switch (open) {
                    case '[' -> ']';
                    case '{' -> '}';
                    case '(' -> ')';
                    case '<' -> '>';
                    default -> open;
                };
        int at = quote + 2;
        while (at < length && !(text.charAt(at) == close && scanner.at(at + 1) == '\'')) {
            at++;
        }
        if (at >= length) {
            throw scanner.error("unterminated quoted string", scanner.start());
        }
        return scanner.take(at + 2, found);
    }
}
