package io.heliosdb.sql.scan;

/** Tokens that begin with a digit, or with a dot before one. */
final class Numbers {
    private Numbers() {}

    /**
     * A number, or a word that begins with digits in a dialect that has such.
     *
     * @param qualified whether it stands behind a word and a dot, where it can be no number
     */
    static TokenKind number(Scanner scanner, boolean qualified) {
        Lexicon lexicon = scanner.lexicon();
        int start = scanner.start();
        if (qualified && lexicon.has(Feature.DIGIT_WORDS)) {
            return scanner.take(scanner.wordEnd(start), TokenKind.WORD);
        }
        if (scanner.at(start) == '0') {
            TokenKind based = based(scanner);
            if (based != null) {
                return based;
            }
        }
        TokenKind found = TokenKind.INTEGER;
        int at = digits(scanner, start);
        if (scanner.at(at) == '.' && scanner.at(at + 1) != '.') {
            found = TokenKind.DECIMAL;
            at = digits(scanner, at + 1);
        }
        int exponent = exponent(scanner, at);
        if (exponent > at) {
            found = TokenKind.FLOAT;
            at = exponent;
        }
        at = suffix(scanner, at);
        if (found == TokenKind.INTEGER && lexicon.has(Feature.DIGIT_WORDS) && scanner.wordPartAt(at)) {
            return scanner.take(scanner.wordEnd(at), TokenKind.WORD);
        }
        return scanner.take(at, found);
    }

    /** A number that begins with its dot. */
    static TokenKind fraction(Scanner scanner) {
        int at = digits(scanner, scanner.start() + 1);
        int end = exponent(scanner, at);
        return scanner.take(suffix(scanner, end), end > at ? TokenKind.FLOAT : TokenKind.DECIMAL);
    }

    /** The end of the digits that begin there. */
    static int digits(Scanner scanner, int from) {
        int at = from;
        while (digit(scanner.at(at))
                || (scanner.at(at) == '_'
                        && at > from
                        && digit(scanner.at(at + 1))
                        && scanner.lexicon().has(Feature.DIGIT_SEPARATORS))) {
            at++;
        }
        return at;
    }

    static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    /** {@code 0x4D}, {@code 0b01}; null where it is no such number. */
    private static TokenKind based(Scanner scanner) {
        Lexicon lexicon = scanner.lexicon();
        int start = scanner.start();
        char base = scanner.at(start + 1);
        boolean standard = lexicon.has(Feature.DIGIT_SEPARATORS);
        int at = start + 2;
        TokenKind found;
        if ((base == 'x' || (base == 'X' && !lexicon.has(Feature.DIGIT_WORDS))) && lexicon.has(Feature.HEX_NUMBERS)) {
            while (Character.digit(scanner.at(at), 16) >= 0 || (standard && scanner.at(at) == '_')) {
                at++;
            }
            found = standard ? TokenKind.INTEGER : TokenKind.HEX;
        } else if ((base == 'b' || (base == 'B' && standard)) && lexicon.has(Feature.BIT_NUMBERS)) {
            while (scanner.at(at) == '0' || scanner.at(at) == '1' || (standard && scanner.at(at) == '_')) {
                at++;
            }
            found = standard ? TokenKind.INTEGER : TokenKind.BITS;
        } else {
            return null;
        }
        // Transact-SQL's 0x is the empty binary string.
        boolean empty = at == start + 2 && (lexicon.has(Feature.DIGIT_WORDS) || standard);
        if (empty || scanner.wordPartAt(at)) {
            return null;
        }
        return scanner.take(at, found);
    }

    private static int exponent(Scanner scanner, int from) {
        if (scanner.at(from) != 'e' && scanner.at(from) != 'E') {
            return from;
        }
        int at = from + 1;
        if (scanner.at(at) == '+' || scanner.at(at) == '-') {
            at++;
        }
        return digit(scanner.at(at)) ? digits(scanner, at) : from;
    }

    /** The end of a number with the letter that may say its type. */
    private static int suffix(Scanner scanner, int from) {
        return scanner.lexicon().numberSuffix(scanner.at(from)) && !scanner.wordPartAt(from + 1) ? from + 1 : from;
    }
}
