package io.heliosdb.sql.scan;

import io.heliosdb.sql.scan.Lexicon.Escapes;
import java.util.Locale;

/** What a token means, without its quotes and escapes. */
final class LiteralValue {
    private static final char SUBSTITUTE = '\u001a';

    private final String text;
    private final StringBuilder value;
    private int at;

    private LiteralValue(String text, int from, int capacity) {
        this.text = text;
        at = from;
        value = new StringBuilder(capacity);
    }

    static String of(Scanner scanner) {
        String text = scanner.source();
        int start = scanner.start();
        int end = scanner.end();
        Lexicon lexicon = scanner.lexicon();
        return switch (scanner.kind()) {
            case STRING, NATIONAL_STRING -> string(text, start, end, lexicon);
            case QUOTED_IDENTIFIER -> identifier(text, start, end);
            case HEX, BITS ->
                text.charAt(end - 1) == '\'' ? text.substring(start + 2, end - 1) : text.substring(start + 2, end);
            case INTRODUCER -> text.substring(start + 1, end).toLowerCase(Locale.ROOT);
            case VARIABLE -> variable(text, start + 1, end, lexicon);
            case SYSTEM_VARIABLE -> text.substring(start + 2, end).replace("`", "");
            case PARAMETER -> parameter(text, start, end);
            default -> text.substring(start, end);
        };
    }

    private static String string(String text, int start, int end, Lexicon lexicon) {
        char first = text.charAt(start);
        return switch (first) {
            case '\'', '"' -> quoted(text, start + 1, end - 1, first, lexicon.escapes(), lexicon);
            case '$' -> text.substring(text.indexOf('$', start + 1) + 1, text.lastIndexOf('$', end - 2));
            case 'n', 'N' ->
                text.charAt(start + 1) == '\''
                        ? quoted(text, start + 2, end - 1, '\'', lexicon.escapes(), lexicon)
                        : text.substring(start + 4, end - 2);
            case 'e', 'E' -> quoted(text, start + 2, end - 1, '\'', Escapes.POSTGRESQL, lexicon);
            case 'u', 'U' -> unicode(quoted(text, start + 3, end - 1, '\'', Escapes.NONE, lexicon), text, start);
            case 'q', 'Q' -> text.substring(start + 3, end - 2);
            default -> text.substring(start + 2, end - 1);
        };
    }

    private static String identifier(String text, int start, int end) {
        char first = text.charAt(start);
        if (first == 'u' || first == 'U') {
            return unicode(undoubled(text.substring(start + 3, end - 1), '"'), text, start);
        }
        return undoubled(text.substring(start + 1, end - 1), first == '[' ? ']' : first);
    }

    private static String variable(String text, int start, int end, Lexicon lexicon) {
        return switch (text.charAt(start)) {
            case '`' -> undoubled(text.substring(start + 1, end - 1), '`');
            case '\'', '"' -> quoted(text, start + 1, end - 1, text.charAt(start), lexicon.escapes(), lexicon);
            default -> text.substring(start, end);
        };
    }

    private static String parameter(String text, int start, int end) {
        return switch (text.charAt(start)) {
            case '?' -> "";
            case '%' -> end - start == 2 ? "" : text.substring(start + 2, end - 2);
            default -> text.substring(start + 1, end);
        };
    }

    private static String undoubled(String text, char quote) {
        if (text.indexOf(quote) < 0) {
            return text;
        }
        String one = String.valueOf(quote);
        return text.replace(one + one, one);
    }

    private static String quoted(String text, int from, int to, char quote, Escapes escapes, Lexicon lexicon) {
        String body = text.substring(from, to);
        if (escapes == Escapes.NONE || body.indexOf('\\') < 0) {
            return lexicon.has(Feature.DOUBLED_QUOTES) ? undoubled(body, quote) : body;
        }
        LiteralValue reader = new LiteralValue(text, from, to - from);
        while (reader.at < to) {
            char c = text.charAt(reader.at++);
            if (c == '\\') {
                reader.escape(escapes, to);
            } else {
                if (c == quote) {
                    reader.at++;
                }
                reader.value.append(c);
            }
        }
        return reader.value.toString();
    }

    /** Appends what the escape means whose backslash was read. */
    private void escape(Escapes escapes, int to) {
        boolean mysql = escapes == Escapes.MYSQL;
        char c = text.charAt(at++);
        switch (c) {
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case 'b' -> value.append('\b');
            case 'f' -> value.append(mysql || escapes == Escapes.DATABRICKS ? 'f' : '\f');
            case 'Z' -> value.append(mysql || escapes == Escapes.DATABRICKS ? SUBSTITUTE : 'Z');
            case '%', '_' -> {
                if (mysql || escapes == Escapes.DATABRICKS) {
                    value.append('\\');
                }
                value.append(c);
            }
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                if (mysql) {
                    value.append(c == '0' ? '\0' : c);
                } else {
                    at--;
                    octal(to);
                }
            }
            case 'x' -> {
                if (escapes == Escapes.POSTGRESQL || escapes == Escapes.SNOWFLAKE) {
                    hex(to);
                } else {
                    value.append(c);
                }
            }
            case 'u', 'U' -> {
                if (mysql) {
                    value.append(c);
                } else {
                    codePoint(c == 'u' ? 4 : 8, to);
                }
            }
            default -> value.append(c);
        }
    }

    private void octal(int to) {
        int code = 0;
        for (int digits = 0; digits < 3 && at < to && Character.digit(text.charAt(at), 8) >= 0; digits++) {
            code = code * 8 + Character.digit(text.charAt(at++), 8);
        }
        value.append((char) code);
    }

    private void hex(int to) {
        int code = 0;
        int from = at;
        while (at - from < 2 && at < to && Character.digit(text.charAt(at), 16) >= 0) {
            code = code * 16 + Character.digit(text.charAt(at++), 16);
        }
        value.append(at == from ? 'x' : (char) code);
    }

    private void codePoint(int digits, int to) {
        value.appendCodePoint(codePoint(text, at, digits, to, at - 2));
        at += digits;
    }

    private static int codePoint(String text, int from, int digits, int to, int escape) {
        int code = 0;
        for (int at = from; at < from + digits; at++) {
            int digit = at < to ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0 || code > Character.MAX_CODE_POINT >> 4) {
                throw Scanner.syntaxError(text, "invalid Unicode escape", escape);
            }
            code = code * 16 + digit;
        }
        if (!Character.isValidCodePoint(code)) {
            throw Scanner.syntaxError(text, "invalid Unicode escape", escape);
        }
        return code;
    }

    /** {@code \hhhh} and {@code \+hhhhhh} of {@code U&'…'}. */
    private static String unicode(String body, String text, int start) {
        StringBuilder value = new StringBuilder(body.length());
        int at = 0;
        while (at < body.length()) {
            char c = body.charAt(at++);
            if (c != '\\') {
                value.append(c);
            } else if (at < body.length() && body.charAt(at) == '\\') {
                value.append(c);
                at++;
            } else {
                boolean six = at < body.length() && body.charAt(at) == '+';
                int digits = six ? 6 : 4;
                at += six ? 1 : 0;
                if (at + digits > body.length()) {
                    throw Scanner.syntaxError(text, "invalid Unicode escape", start);
                }
                value.appendCodePoint(unicodeAt(body, at, digits, text, start));
                at += digits;
            }
        }
        return value.toString();
    }

    private static int unicodeAt(String body, int at, int digits, String text, int start) {
        int code = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = Character.digit(body.charAt(i), 16);
            if (digit < 0) {
                throw Scanner.syntaxError(text, "invalid Unicode escape", start);
            }
            code = code * 16 + digit;
        }
        if (!Character.isValidCodePoint(code)) {
            throw Scanner.syntaxError(text, "invalid Unicode escape", start);
        }
        return code;
    }
}
