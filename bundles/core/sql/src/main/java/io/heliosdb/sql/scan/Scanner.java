package io.heliosdb.sql.scan;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A cursor over the tokens of a text. Nothing is allocated for a token that is only looked at. Offsets are UTF-16 units of
 * the text. A string, quoted identifier or comment without end is a syntax error (42601) with the position of its begin.
 */
public final class Scanner {
    private static final int SHORT_VERSION = 5;
    private static final int LONG_VERSION = 6;

    private final String text;
    private final Lexicon lexicon;
    private final int length;
    private TokenKind kind = TokenKind.SPACE;
    private int start;
    private int end;
    /** Whether the last significant token was a dot that touches the word before it. */
    private boolean qualified;

    private boolean wordBefore;
    private boolean executing;

    public Scanner(String text, Lexicon lexicon) {
        this.text = text;
        this.lexicon = lexicon;
        length = text.length();
    }

    /** All tokens but trivia and the end. */
    public static List<Token> tokens(String text, Lexicon lexicon) {
        List<Token> tokens = new ArrayList<>();
        Scanner scanner = new Scanner(text, lexicon);
        while (scanner.next() != TokenKind.END) {
            tokens.add(scanner.token());
        }
        return tokens;
    }

    /** Moves to the next token that is no {@link TokenKind#trivia()}. */
    public TokenKind next() {
        TokenKind found = nextOrTrivia();
        while (found.trivia()) {
            found = nextOrTrivia();
        }
        return found;
    }

    /** Moves to the next token, white space and comments among them. They join without gap; {@code END} repeats. */
    public TokenKind nextOrTrivia() {
        start = end;
        if (start == length) {
            kind = TokenKind.END;
            if (executing) {
                throw error("unterminated executable comment", start);
            }
            return kind;
        }
        kind = scan(text.charAt(start));
        qualified = wordBefore && kind == TokenKind.PUNCTUATION && text.charAt(start) == '.';
        wordBefore = kind == TokenKind.WORD || kind == TokenKind.QUOTED_IDENTIFIER;
        return kind;
    }

    public TokenKind kind() {
        return kind;
    }

    /** Where the token begins. */
    public int start() {
        return start;
    }

    /** Where the next one begins. */
    public int end() {
        return end;
    }

    /** The token as it is written. */
    public String text() {
        return text.substring(start, end);
    }

    /** The whole text. */
    public String source() {
        return text;
    }

    public Lexicon lexicon() {
        return lexicon;
    }

    /**
     * What the token means: the characters of a string, the digits of {@link TokenKind#HEX} and {@link TokenKind#BITS}, the
     * name of a quoted identifier, of a variable (without {@code @}), of a parameter (empty for {@code ?} and {@code %s}) or
     * of an introducer's character set; otherwise the token as it is written.
     *
     * @throws HeliosException 42601 for an escape sequence that is none
     */
    public String value() {
        return LiteralValue.of(this);
    }

    /** The token, kept. */
    public Token token() {
        return new Token(kind, start, end, text(), value());
    }

    /** Whether the token is that keyword, in whatever case. */
    public boolean is(String keyword) {
        return kind == TokenKind.WORD
                && end - start == keyword.length()
                && text.regionMatches(true, start, keyword, 0, keyword.length());
    }

    /** Whether the token is that one character. */
    public boolean is(char symbol) {
        return end - start == 1 && text.charAt(start) == symbol;
    }

    /** Whether the token is that operator or punctuation. */
    public boolean isSymbol(String symbol) {
        return (kind == TokenKind.OPERATOR || kind == TokenKind.PUNCTUATION)
                && end - start == symbol.length()
                && text.startsWith(symbol, start);
    }

    /**
     * Goes on from there.
     *
     * @param offset the begin of a token outside of executable comments
     */
    public void seek(int offset) {
        if (offset < 0 || offset > length) {
            throw new IndexOutOfBoundsException("offset: " + offset + " (expected: 0.." + length + ")");
        }
        start = offset;
        end = offset;
        kind = TokenKind.SPACE;
        qualified = false;
        wordBefore = false;
        executing = false;
    }

    /** A syntax error at an offset of the text. */
    public HeliosException error(String message, int offset) {
        return syntaxError(text, message, offset);
    }

    static HeliosException syntaxError(String text, String message, int offset) {
        return new HeliosException(SqlState.SYNTAX_ERROR, message)
                .with(HeliosException.Field.POSITION, Integer.toString(text.codePointCount(0, offset) + 1));
    }

    private TokenKind scan(char c) {
        if (c <= ' ' || c == '\u007f') {
            return space();
        }
        if (lexicon.wordStart(c)) {
            return parameterWord(c) ? sigil(c) : word(c);
        }
        if (digit(c)) {
            return number();
        }
        return switch (c) {
            case '\'' -> quoted(start, '\'', lexicon.escapes() != Lexicon.Escapes.NONE, TokenKind.STRING);
            case '"' ->
                lexicon.has(Feature.DOUBLE_QUOTED_STRINGS)
                        ? quoted(start, '"', lexicon.escapes() != Lexicon.Escapes.NONE, TokenKind.STRING)
                        : quoted(start, '"', false, TokenKind.QUOTED_IDENTIFIER);
            case '`' ->
                lexicon.has(Feature.BACKTICKS) ? quoted(start, '`', false, TokenKind.QUOTED_IDENTIFIER) : operator(c);
            case '[' ->
                lexicon.has(Feature.BRACKETS) ? quoted(start, ']', false, TokenKind.QUOTED_IDENTIFIER) : punctuation();
            case '(' -> lexicon.operatorLength(text, start) > 0 ? operator(c) : punctuation();
            case ')', ']', '{', '}', ',' -> punctuation();
            case ';' -> single(TokenKind.SEPARATOR);
            case '.' -> dot();
            case '-' -> dashComment() ? lineComment() : operator(c);
            case '#' -> lexicon.has(Feature.HASH_COMMENTS) ? lineComment() : operator(c);
            case '/' -> slash();
            case '*' -> executing && at(start + 1) == '/' ? executableEnd() : operator(c);
            case '?' -> lexicon.accepts(ParameterStyle.QMARK) ? single(TokenKind.PARAMETER) : operator(c);
            case '%' -> percent();
            case ':' -> colon();
            case '$' -> dollar();
            case '@' -> atSign();
            default -> operator(c);
        };
    }

    /** Whether it is a parameter in a dialect whose words may begin with its sign. */
    private boolean parameterWord(char c) {
        return (c == '$' && digit(at(start + 1)) && lexicon.accepts(ParameterStyle.DOLLAR))
                || (c == '@' && lexicon.accepts(ParameterStyle.AT));
    }

    private TokenKind sigil(char c) {
        return c == '$' ? dollar() : atSign();
    }

    private TokenKind single(TokenKind found) {
        end = start + 1;
        return found;
    }

    private TokenKind punctuation() {
        return single(TokenKind.PUNCTUATION);
    }

    private TokenKind space() {
        int at = start + 1;
        while (at < length && (text.charAt(at) <= ' ' || text.charAt(at) == '\u007f')) {
            at++;
        }
        end = at;
        return TokenKind.SPACE;
    }

    private TokenKind word(char first) {
        end = wordEnd(start + 1);
        char after = at(end);
        if ((after == '\'' || after == '"' || after == '&') && end - start <= 2) {
            TokenKind prefixed = prefixed(Character.toUpperCase(first), after);
            if (prefixed != null) {
                return prefixed;
            }
        }
        if (first == '_' && lexicon.characterSet(text.substring(start + 1, end).toLowerCase(Locale.ROOT))) {
            return TokenKind.INTRODUCER;
        }
        return TokenKind.WORD;
    }

    /** A string whose prefix was taken for a word; null where the word is one. */
    private TokenKind prefixed(char first, char after) {
        int quote = end;
        if (lexicon.has(Feature.ALTERNATIVE_QUOTES)
                && after == '\''
                && Character.toUpperCase(text.charAt(end - 1)) == 'Q') {
            if (end - start == 1) {
                return alternative(TokenKind.STRING);
            }
            return first == 'N' ? alternative(TokenKind.NATIONAL_STRING) : null;
        }
        if (end - start > 1) {
            return null;
        }
        if (first == 'U' && after == '&' && lexicon.has(Feature.UNICODE_STRINGS)) {
            return switch (at(quote + 1)) {
                case '\'' -> quoted(quote + 1, '\'', false, TokenKind.STRING);
                case '"' -> quoted(quote + 1, '"', false, TokenKind.QUOTED_IDENTIFIER);
                default -> null;
            };
        }
        if (first == 'R' && lexicon.has(Feature.RAW_STRINGS) && (after == '\'' || after == '"')) {
            return quoted(quote, after, false, TokenKind.STRING);
        }
        if (after != '\'') {
            return null;
        }
        return switch (first) {
            case 'N' ->
                lexicon.has(Feature.NATIONAL_STRINGS)
                        ? quoted(quote, '\'', lexicon.escapes() != Lexicon.Escapes.NONE, TokenKind.NATIONAL_STRING)
                        : null;
            case 'X' -> lexicon.has(Feature.HEX_STRINGS) ? quoted(quote, '\'', false, TokenKind.HEX) : null;
            case 'B' -> lexicon.has(Feature.BIT_STRINGS) ? quoted(quote, '\'', false, TokenKind.BITS) : null;
            case 'E' -> lexicon.has(Feature.ESCAPE_STRINGS) ? quoted(quote, '\'', true, TokenKind.STRING) : null;
            default -> null;
        };
    }

    private TokenKind quoted(int open, char close, boolean escapes, TokenKind found) {
        boolean doubled = lexicon.has(Feature.DOUBLED_QUOTES) || found == TokenKind.QUOTED_IDENTIFIER;
        int at = open + 1;
        while (at < length) {
            char c = text.charAt(at);
            if (c == close) {
                if (!doubled || at(at + 1) != close) {
                    end = at + 1;
                    return found;
                }
                at++;
            } else if (c == '\\' && escapes) {
                at++;
            }
            at++;
        }
        throw error(
                found == TokenKind.QUOTED_IDENTIFIER ? "unterminated quoted identifier" : "unterminated quoted string",
                start);
    }

    /** {@code q'[…]'}: the quote stands at {@link #end}. */
    private TokenKind alternative(TokenKind found) {
        char open = at(end + 1);
        char close =
                switch (open) {
                    case '[' -> ']';
                    case '{' -> '}';
                    case '(' -> ')';
                    case '<' -> '>';
                    default -> open;
                };
        int at = end + 2;
        while (at < length && !(text.charAt(at) == close && at(at + 1) == '\'')) {
            at++;
        }
        if (at >= length) {
            throw error("unterminated quoted string", start);
        }
        end = at + 2;
        return found;
    }

    private TokenKind number() {
        if (qualified && lexicon.has(Feature.DIGIT_WORDS)) {
            end = wordEnd(start);
            return TokenKind.WORD;
        }
        if (text.charAt(start) == '0') {
            TokenKind based = based();
            if (based != null) {
                return based;
            }
        }
        TokenKind found = TokenKind.INTEGER;
        int at = digits(start);
        if (at(at) == '.' && at(at + 1) != '.') {
            found = TokenKind.DECIMAL;
            at = digits(at + 1);
        }
        int exponent = exponent(at);
        if (exponent > at) {
            found = TokenKind.FLOAT;
            at = exponent;
        }
        if (lexicon.numberSuffix(at(at)) && !wordPartAt(at + 1)) {
            at++;
        }
        if (found == TokenKind.INTEGER && lexicon.has(Feature.DIGIT_WORDS) && wordPartAt(at)) {
            at = wordEnd(at);
            found = TokenKind.WORD;
        }
        end = at;
        return found;
    }

    /** {@code 0x4D}, {@code 0b01}; null where it is no such number. */
    private TokenKind based() {
        char base = at(start + 1);
        boolean standard = lexicon.has(Feature.DIGIT_SEPARATORS);
        int at = start + 2;
        TokenKind found;
        if ((base == 'x' || (base == 'X' && !lexicon.has(Feature.DIGIT_WORDS))) && lexicon.has(Feature.HEX_NUMBERS)) {
            while (Character.digit(at(at), 16) >= 0 || (standard && at(at) == '_')) {
                at++;
            }
            found = standard ? TokenKind.INTEGER : TokenKind.HEX;
        } else if ((base == 'b' || (base == 'B' && standard)) && lexicon.has(Feature.BIT_NUMBERS)) {
            while (at(at) == '0' || at(at) == '1' || (standard && at(at) == '_')) {
                at++;
            }
            found = standard ? TokenKind.INTEGER : TokenKind.BITS;
        } else {
            return null;
        }
        // Transact-SQL's 0x is the empty binary string.
        boolean empty = at == start + 2 && (lexicon.has(Feature.DIGIT_WORDS) || standard);
        if (empty || wordPartAt(at)) {
            return null;
        }
        end = at;
        return found;
    }

    private int digits(int from) {
        int at = from;
        while (digit(at(at))
                || (at(at) == '_' && at > from && digit(at(at + 1)) && lexicon.has(Feature.DIGIT_SEPARATORS))) {
            at++;
        }
        return at;
    }

    private int exponent(int from) {
        if (at(from) != 'e' && at(from) != 'E') {
            return from;
        }
        int at = from + 1;
        if (at(at) == '+' || at(at) == '-') {
            at++;
        }
        return digit(at(at)) ? digits(at) : from;
    }

    private TokenKind dot() {
        if (digit(at(start + 1)) && !wordBefore) {
            int at = digits(start + 1);
            end = exponent(at);
            TokenKind found = end > at ? TokenKind.FLOAT : TokenKind.DECIMAL;
            if (lexicon.numberSuffix(at(end)) && !wordPartAt(end + 1)) {
                end++;
            }
            return found;
        }
        return lexicon.operatorLength(text, start) > 0 ? operator('.') : punctuation();
    }

    private boolean dashComment() {
        if (at(start + 1) != '-') {
            return false;
        }
        return !lexicon.has(Feature.DASHES_NEED_BLANK) || start + 2 >= length || text.charAt(start + 2) <= ' ';
    }

    private TokenKind lineComment() {
        int at = start;
        while (at < length && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
        end = at;
        return TokenKind.COMMENT;
    }

    private TokenKind slash() {
        char second = at(start + 1);
        if (second == '/' && lexicon.has(Feature.SLASH_COMMENTS)) {
            return lineComment();
        }
        if (second != '*') {
            return operator('/');
        }
        char third = at(start + 2);
        if (third == '+' && lexicon.has(Feature.HINTS)) {
            return blockComment(TokenKind.HINT);
        }
        if (third == '!' && lexicon.executableVersion() > 0 && !executing) {
            return executable();
        }
        return blockComment(TokenKind.COMMENT);
    }

    private TokenKind blockComment(TokenKind found) {
        boolean nested = lexicon.has(Feature.NESTED_COMMENTS);
        int depth = 1;
        int at = start + 2;
        while (at < length - 1) {
            char c = text.charAt(at);
            char next = text.charAt(at + 1);
            if (c == '*' && next == '/') {
                at += 2;
                depth--;
                if (depth == 0) {
                    end = at;
                    return found;
                }
            } else if (nested && c == '/' && next == '*') {
                at += 2;
                depth++;
            } else {
                at++;
            }
        }
        throw error("unterminated comment", start);
    }

    /** {@code /*!} with five or six digits of a version, or none (MySQL, "Comments"). */
    private TokenKind executable() {
        int at = start + 3;
        int digits = 0;
        int version = 0;
        while (digits < LONG_VERSION && digit(at(at + digits))) {
            version = version * 10 + (text.charAt(at + digits) - '0');
            digits++;
        }
        if (digits < SHORT_VERSION) {
            digits = 0;
            version = 0;
        }
        if (version > lexicon.executableVersion()) {
            return blockComment(TokenKind.COMMENT);
        }
        end = at + digits;
        executing = true;
        return TokenKind.EXECUTABLE_BEGIN;
    }

    private TokenKind executableEnd() {
        end = start + 2;
        executing = false;
        return TokenKind.EXECUTABLE_END;
    }

    private TokenKind operator(char first) {
        if (lexicon.operatorPart(first)) {
            return freeOperator();
        }
        end = start + Math.max(lexicon.operatorLength(text, start), 1);
        if (executing && end - start > 1 && text.charAt(end - 1) == '/' && text.charAt(end - 2) == '*') {
            end -= 2;
        }
        return TokenKind.OPERATOR;
    }

    /** PostgreSQL, "Operators": the longest run that ends before a comment; a sign ends it only beside certain characters. */
    private TokenKind freeOperator() {
        int at = start;
        boolean maySign = false;
        while (at < length && lexicon.operatorPart(text.charAt(at)) && !(at > start && commentAt(at))) {
            maySign |= "~!@#%^&|`?".indexOf(text.charAt(at)) >= 0;
            at++;
            if (at < length && parameterAt(at)) {
                break;
            }
        }
        while (!maySign && at - start > 1 && (text.charAt(at - 1) == '+' || text.charAt(at - 1) == '-')) {
            at--;
        }
        end = at;
        return TokenKind.OPERATOR;
    }

    private boolean commentAt(int at) {
        char c = text.charAt(at);
        return (c == '-' && at(at + 1) == '-') || (c == '/' && at(at + 1) == '*');
    }

    /** Whether an operator of the engine's own must end there, because the client's parameter begins. */
    private boolean parameterAt(int at) {
        return switch (text.charAt(at)) {
            case '?' -> lexicon.accepts(ParameterStyle.QMARK);
            case '%' -> formatMark(at) > 0;
            case '@' -> lexicon.accepts(ParameterStyle.AT) && lexicon.wordStart(at(at + 1));
            default -> false;
        };
    }

    private TokenKind percent() {
        int mark = formatMark(start);
        if (mark > 0) {
            end = start + mark;
            return at(start + 1) == '%' ? TokenKind.OPERATOR : TokenKind.PARAMETER;
        }
        return operator('%');
    }

    /** Characters of {@code %s}, {@code %(name)s} or {@code %%} that begins there, in a style that has it. */
    private int formatMark(int at) {
        boolean format = lexicon.accepts(ParameterStyle.FORMAT);
        boolean pyformat = lexicon.accepts(ParameterStyle.PYFORMAT);
        char next = at(at + 1);
        if (next == '%' && (format || pyformat)) {
            return 2;
        }
        if (next == 's' && format) {
            return 2;
        }
        if (next == '(' && pyformat) {
            int close = text.indexOf(')', at);
            if (close > at + 2 && at(close + 1) == 's' && text.lastIndexOf('(', close) == at + 1) {
                return close + 2 - at;
            }
        }
        return 0;
    }

    private TokenKind colon() {
        char next = at(start + 1);
        // Behind a value it is a path (Snowflake), a slice (PostgreSQL) or the second half of a cast.
        boolean free = start == 0
                || !(lexicon.wordPart(text.charAt(start - 1)) || ":)]'\"`".indexOf(text.charAt(start - 1)) >= 0);
        if (free && digit(next) && lexicon.accepts(ParameterStyle.NUMERIC)) {
            end = digits(start + 1);
            return TokenKind.PARAMETER;
        }
        if (free && start + 1 < length && lexicon.wordStart(next) && lexicon.accepts(ParameterStyle.NAMED)) {
            end = wordEnd(start + 1);
            return TokenKind.PARAMETER;
        }
        return operator(':');
    }

    private TokenKind dollar() {
        char next = at(start + 1);
        if (digit(next)) {
            if (lexicon.accepts(ParameterStyle.DOLLAR)) {
                end = digits(start + 1);
                return TokenKind.PARAMETER;
            }
            if (lexicon.has(Feature.MONEY)) {
                int at = digits(start + 1);
                end = at(at) == '.' ? digits(at + 1) : at;
                return TokenKind.DECIMAL;
            }
        }
        if (lexicon.has(Feature.DOLLAR_QUOTES)) {
            int body = start + 1;
            if (lexicon.has(Feature.DOLLAR_TAGS) && lexicon.wordStart(next)) {
                while (body < length && text.charAt(body) != '$' && lexicon.wordPart(text.charAt(body))) {
                    body++;
                }
            }
            if (at(body) == '$') {
                return dollarQuoted(body + 1);
            }
        }
        if (lexicon.has(Feature.DOLLAR_VARIABLES) && wordPartAt(start + 1)) {
            end = wordEnd(start + 1);
            return TokenKind.VARIABLE;
        }
        return operator('$');
    }

    private TokenKind dollarQuoted(int body) {
        int close = text.indexOf(text.substring(start, body), body);
        if (close < 0) {
            throw error("unterminated dollar-quoted string", start);
        }
        end = close + body - start;
        return TokenKind.STRING;
    }

    private TokenKind atSign() {
        char next = at(start + 1);
        if (next == '@' && lexicon.has(Feature.SYSTEM_VARIABLES)) {
            int at = name(start + 2);
            while (at > start + 2 && at(at) == '.' && name(at + 1) > at + 1) {
                at = name(at + 1);
            }
            if (at > start + 2) {
                end = at;
                return TokenKind.SYSTEM_VARIABLE;
            }
        }
        if (start + 1 < length && lexicon.wordStart(next) && lexicon.accepts(ParameterStyle.AT)) {
            end = wordEnd(start + 1);
            return TokenKind.PARAMETER;
        }
        if (lexicon.has(Feature.VARIABLES)) {
            return variable(next);
        }
        return operator('@');
    }

    private TokenKind variable(char next) {
        if (next == '`' && lexicon.has(Feature.BACKTICKS)) {
            quoted(start + 1, '`', false, TokenKind.QUOTED_IDENTIFIER);
            return TokenKind.VARIABLE;
        }
        if ((next == '\'' || next == '"') && lexicon.has(Feature.BACKTICKS)) {
            quoted(start + 1, next, lexicon.escapes() != Lexicon.Escapes.NONE, TokenKind.STRING);
            return TokenKind.VARIABLE;
        }
        int at = start + 1;
        while (wordPartAt(at) || (at(at) == '.' && lexicon.has(Feature.BACKTICKS))) {
            at++;
        }
        if (at == start + 1) {
            return operator('@');
        }
        end = at;
        return TokenKind.VARIABLE;
    }

    /** The end of a name, quoted in backticks or not; {@code from} where there is none. */
    private int name(int from) {
        if (at(from) == '`' && lexicon.has(Feature.BACKTICKS)) {
            int close = text.indexOf('`', from + 1);
            return close < 0 ? from : close + 1;
        }
        return wordEnd(from);
    }

    private int wordEnd(int from) {
        int at = from;
        while (at < length && lexicon.wordPart(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private boolean wordPartAt(int at) {
        return at < length && lexicon.wordPart(text.charAt(at));
    }

    /** A character, NUL beyond the end. */
    private char at(int at) {
        return at < length ? text.charAt(at) : '\0';
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
