package io.heliosdb.sql.scan;

/** Comments, hints, and the marks around what is executed though it looks like a comment. */
final class Comments {
    private static final int SHORT_VERSION = 5;
    private static final int LONG_VERSION = 6;

    private Comments() {}

    /** Whether two dashes stand there that begin a comment. */
    static boolean dashes(Scanner scanner) {
        int second = scanner.start() + 1;
        if (scanner.at(second) != '-') {
            return false;
        }
        int after = second + 1;
        return !scanner.lexicon().has(Feature.DASHES_NEED_BLANK)
                || after >= scanner.source().length()
                || scanner.at(after) <= ' ';
    }

    /** A comment that ends with its line. */
    static TokenKind line(Scanner scanner) {
        String text = scanner.source();
        int length = text.length();
        int at = scanner.start();
        while (at < length && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
        return scanner.take(at, TokenKind.COMMENT);
    }

    /** What begins with a slash. */
    static TokenKind slash(Scanner scanner) {
        int start = scanner.start();
        Lexicon lexicon = scanner.lexicon();
        char second = scanner.at(start + 1);
        if (second == '/' && lexicon.has(Feature.SLASH_COMMENTS)) {
            return line(scanner);
        }
        if (second != '*') {
            return Operators.operator(scanner);
        }
        char third = scanner.at(start + 2);
        if (third == '+' && lexicon.has(Feature.HINTS)) {
            return block(scanner, TokenKind.HINT);
        }
        if (third == '!' && lexicon.executableVersion() > 0 && !scanner.executing()) {
            return executable(scanner);
        }
        return block(scanner, TokenKind.COMMENT);
    }

    private static TokenKind block(Scanner scanner, TokenKind found) {
        String text = scanner.source();
        boolean nested = scanner.lexicon().has(Feature.NESTED_COMMENTS);
        int depth = 1;
        int at = scanner.start() + 2;
        while (at < text.length() - 1) {
            char c = text.charAt(at);
            char next = text.charAt(at + 1);
            if (c == '*' && next == '/') {
                at += 2;
                depth--;
                if (depth == 0) {
                    return scanner.take(at, found);
                }
            } else if (nested && c == '/' && next == '*') {
                at += 2;
                depth++;
            } else {
                at++;
            }
        }
        throw scanner.error("unterminated comment", scanner.start());
    }

    /** {@code /*!} with five or six digits of a version, or none (MySQL, "Comments"). */
    private static TokenKind executable(Scanner scanner) {
        int at = scanner.start() + 3;
        int digits = 0;
        int version = 0;
        while (digits < LONG_VERSION && Numbers.digit(scanner.at(at + digits))) {
            version = version * 10 + (scanner.at(at + digits) - '0');
            digits++;
        }
        if (digits < SHORT_VERSION) {
            digits = 0;
            version = 0;
        }
        if (version > scanner.lexicon().executableVersion()) {
            return block(scanner, TokenKind.COMMENT);
        }
        return scanner.executable(at + digits, true);
    }
}
