package io.heliosdb.sql.scan;

/** Operators: those that a dialect lists, and those that its users may make of certain characters. */
final class Operators {
    private static final String MAY_PRECEDE_A_SIGN = "~!@#%^&|`?";

    private Operators() {}

    static TokenKind operator(Scanner scanner) {
        int start = scanner.start();
        if (scanner.lexicon().operatorPart(scanner.at(start))) {
            return free(scanner);
        }
        int end = start + Math.max(scanner.lexicon().operatorLength(scanner.source(), start), 1);
        // A star and a slash may end what is executed.
        if (scanner.executing() && end - start > 1 && scanner.at(end - 1) == '/' && scanner.at(end - 2) == '*') {
            end -= 2;
        }
        return scanner.take(end, TokenKind.OPERATOR);
    }

    /** PostgreSQL, "Operators": the longest run that ends before a comment; a sign ends it only beside certain characters. */
    private static TokenKind free(Scanner scanner) {
        String text = scanner.source();
        int length = text.length();
        int start = scanner.start();
        int at = start;
        boolean maySign = false;
        while (at < length
                && scanner.lexicon().operatorPart(text.charAt(at))
                && !(at > start && commentAt(scanner, at))) {
            maySign |= MAY_PRECEDE_A_SIGN.indexOf(text.charAt(at)) >= 0;
            at++;
            if (at < length && Marks.parameterAt(scanner, at)) {
                break;
            }
        }
        while (!maySign && at - start > 1 && (text.charAt(at - 1) == '+' || text.charAt(at - 1) == '-')) {
            at--;
        }
        return scanner.take(at, TokenKind.OPERATOR);
    }

    private static boolean commentAt(Scanner scanner, int at) {
        char c = scanner.at(at);
        return (c == '-' && scanner.at(at + 1) == '-') || (c == '/' && scanner.at(at + 1) == '*');
    }
}
