package io.heliosdb.sql.scan;

/** Tokens that begin with a mark ({@code % : $ @}): parameters and variables, or an operator that begins with the same. */
final class Marks {
    private Marks() {}

    /** Whether a character that may begin a word of the dialect begins a parameter there. */
    static boolean parameterWord(Scanner scanner, char c) {
        Lexicon lexicon = scanner.lexicon();
        return (c == '$' && Numbers.digit(scanner.at(scanner.start() + 1)) && lexicon.accepts(ParameterStyle.DOLLAR))
                || (c == '@' && lexicon.accepts(ParameterStyle.AT));
    }

    /** Whether an operator of the engine's own must end there, because the client's parameter begins. */
    static boolean parameterAt(Scanner scanner, int at) {
        Lexicon lexicon = scanner.lexicon();
        return switch (scanner.at(at)) {
            case '?' -> lexicon.accepts(ParameterStyle.QMARK);
            case '%' -> format(scanner, at) > 0;
            case '@' -> lexicon.accepts(ParameterStyle.AT) && lexicon.wordStart(scanner.at(at + 1));
            default -> false;
        };
    }

    static TokenKind percent(Scanner scanner) {
        int start = scanner.start();
        int mark = format(scanner, start);
        if (mark > 0) {
            return scanner.take(start + mark, scanner.at(start + 1) == '%' ? TokenKind.OPERATOR : TokenKind.PARAMETER);
        }
        return Operators.operator(scanner);
    }

    /** Characters of {@code %s}, {@code %(name)s} or {@code %%} that begins there, in a style that has it. */
    private static int format(Scanner scanner, int at) {
        boolean format = scanner.lexicon().accepts(ParameterStyle.FORMAT);
        boolean pyformat = scanner.lexicon().accepts(ParameterStyle.PYFORMAT);
        char next = scanner.at(at + 1);
        if (next == '%' && (format || pyformat)) {
            return 2;
        }
        if (next == 's' && format) {
            return 2;
        }
        if (next == '(' && pyformat) {
            String text = scanner.source();
            int close = text.indexOf(')', at);
            if (close > at + 2 && scanner.at(close + 1) == 's' && text.lastIndexOf('(', close) == at + 1) {
                return close + 2 - at;
            }
        }
        return 0;
    }

    static TokenKind colon(Scanner scanner) {
        Lexicon lexicon = scanner.lexicon();
        int start = scanner.start();
        char next = scanner.at(start + 1);
        // Behind a value it is a path (Snowflake), a slice (PostgreSQL) or the second half of a cast.
        boolean free = start == 0
                || !(lexicon.wordPart(scanner.at(start - 1)) || ":)]'\"`".indexOf(scanner.at(start - 1)) >= 0);
        if (free && Numbers.digit(next) && lexicon.accepts(ParameterStyle.NUMERIC)) {
            return scanner.take(Numbers.digits(scanner, start + 1), TokenKind.PARAMETER);
        }
        if (free && scanner.has(start + 1) && lexicon.wordStart(next) && lexicon.accepts(ParameterStyle.NAMED)) {
            return scanner.take(scanner.wordEnd(start + 1), TokenKind.PARAMETER);
        }
        return Operators.operator(scanner);
    }

    /** A parameter, money, a string between dollars or a variable. */
    static TokenKind dollar(Scanner scanner) {
        Lexicon lexicon = scanner.lexicon();
        int start = scanner.start();
        char next = scanner.at(start + 1);
        if (Numbers.digit(next)) {
            if (lexicon.accepts(ParameterStyle.DOLLAR)) {
                return scanner.take(Numbers.digits(scanner, start + 1), TokenKind.PARAMETER);
            }
            if (lexicon.has(Feature.MONEY)) {
                int at = Numbers.digits(scanner, start + 1);
                return scanner.take(scanner.at(at) == '.' ? Numbers.digits(scanner, at + 1) : at, TokenKind.DECIMAL);
            }
        }
        if (lexicon.has(Feature.DOLLAR_QUOTES)) {
            int body = start + 1;
            if (lexicon.has(Feature.DOLLAR_TAGS) && lexicon.wordStart(next)) {
                while (scanner.has(body) && scanner.at(body) != '$' && lexicon.wordPart(scanner.at(body))) {
                    body++;
                }
            }
            if (scanner.at(body) == '$') {
                return Quotes.dollars(scanner, body + 1);
            }
        }
        if (lexicon.has(Feature.DOLLAR_VARIABLES) && scanner.wordPartAt(start + 1)) {
            return scanner.take(scanner.wordEnd(start + 1), TokenKind.VARIABLE);
        }
        return Operators.operator(scanner);
    }

    static TokenKind at(Scanner scanner) {
        Lexicon lexicon = scanner.lexicon();
        int start = scanner.start();
        char next = scanner.at(start + 1);
        if (next == '@' && lexicon.has(Feature.SYSTEM_VARIABLES)) {
            int end = systemVariable(scanner, start + 2);
            if (end > start + 2) {
                return scanner.take(end, TokenKind.SYSTEM_VARIABLE);
            }
        }
        if (scanner.has(start + 1) && lexicon.wordStart(next) && lexicon.accepts(ParameterStyle.AT)) {
            return scanner.take(scanner.wordEnd(start + 1), TokenKind.PARAMETER);
        }
        if (!lexicon.has(Feature.VARIABLES)) {
            return Operators.operator(scanner);
        }
        if (lexicon.has(Feature.BACKTICKS) && (next == '`' || next == '\'' || next == '"')) {
            return Quotes.variable(scanner, next);
        }
        int end = start + 1;
        while (scanner.wordPartAt(end) || (scanner.at(end) == '.' && lexicon.has(Feature.BACKTICKS))) {
            end++;
        }
        return end == start + 1 ? Operators.operator(scanner) : scanner.take(end, TokenKind.VARIABLE);
    }

    /** The end of the names, with dots between them, that begin there; {@code from} where there is none. */
    private static int systemVariable(Scanner scanner, int from) {
        int at = name(scanner, from);
        while (at > from && scanner.at(at) == '.' && name(scanner, at + 1) > at + 1) {
            at = name(scanner, at + 1);
        }
        return at;
    }

    /** The end of a name, quoted in backticks or not; {@code from} where there is none. */
    private static int name(Scanner scanner, int from) {
        if (scanner.at(from) == '`' && scanner.lexicon().has(Feature.BACKTICKS)) {
            int close = scanner.source().indexOf('`', from + 1);
            return close < 0 ? from : close + 1;
        }
        return scanner.wordEnd(from);
    }
}
