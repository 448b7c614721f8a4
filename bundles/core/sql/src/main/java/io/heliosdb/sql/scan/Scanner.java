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

    /** The kind of the token that begins here; its end is set. */
    private TokenKind scan(char c) {
        if (c <= ' ' || c == '\u007f') {
            return space();
        }
        if (lexicon.wordStart(c)) {
            if (Marks.parameterWord(this, c)) {
                return c == '$' ? Marks.dollar(this) : Marks.at(this);
            }
            return word(c);
        }
        if (Numbers.digit(c)) {
            return Numbers.number(this, qualified);
        }
        return switch (c) {
            case '\'' -> Quotes.plain(this, '\'', TokenKind.STRING);
            case '"' ->
                Quotes.plain(
                        this,
                        '"',
                        lexicon.has(Feature.DOUBLE_QUOTED_STRINGS) ? TokenKind.STRING : TokenKind.QUOTED_IDENTIFIER);
            case '`' ->
                lexicon.has(Feature.BACKTICKS)
                        ? Quotes.plain(this, '`', TokenKind.QUOTED_IDENTIFIER)
                        : Operators.operator(this);
            case '[' -> lexicon.has(Feature.BRACKETS) ? Quotes.bracketed(this) : single(TokenKind.PUNCTUATION);
            case '(' -> operatorOrPunctuation();
            case ')', ']', '{', '}', ',' -> single(TokenKind.PUNCTUATION);
            case ';' -> single(TokenKind.SEPARATOR);
            case '.' -> !wordBefore && Numbers.digit(at(start + 1)) ? Numbers.fraction(this) : operatorOrPunctuation();
            case '-' -> Comments.dashes(this) ? Comments.line(this) : Operators.operator(this);
            case '#' -> lexicon.has(Feature.HASH_COMMENTS) ? Comments.line(this) : Operators.operator(this);
            case '/' -> Comments.slash(this);
            case '*' -> executing && at(start + 1) == '/' ? executable(start + 2, false) : Operators.operator(this);
            case '?' -> lexicon.accepts(ParameterStyle.QMARK) ? single(TokenKind.PARAMETER) : Operators.operator(this);
            case '%' -> Marks.percent(this);
            case ':' -> Marks.colon(this);
            case '$' -> Marks.dollar(this);
            case '@' -> Marks.at(this);
            default -> Operators.operator(this);
        };
    }

    private TokenKind single(TokenKind found) {
        return take(start + 1, found);
    }

    private TokenKind operatorOrPunctuation() {
        return lexicon.operatorLength(text, start) > 0 ? Operators.operator(this) : single(TokenKind.PUNCTUATION);
    }

    private TokenKind space() {
        int at = start + 1;
        while (at < length && (text.charAt(at) <= ' ' || text.charAt(at) == '\u007f')) {
            at++;
        }
        return take(at, TokenKind.SPACE);
    }

    private TokenKind word(char first) {
        end = wordEnd(start + 1);
        char after = at(end);
        if ((after == '\'' || after == '"' || after == '&') && end - start <= 2) {
            TokenKind prefixed = Quotes.prefixed(this, Character.toUpperCase(first), end);
            if (prefixed != null) {
                return prefixed;
            }
        }
        if (first == '_' && lexicon.characterSet(text.substring(start + 1, end).toLowerCase(Locale.ROOT))) {
            return TokenKind.INTRODUCER;
        }
        return TokenKind.WORD;
    }

    /** Whether the token stands in a comment that is executed. */
    boolean executing() {
        return executing;
    }

    /** Ends the token there: the begin of what is executed, or its end. */
    TokenKind executable(int offset, boolean begins) {
        executing = begins;
        return take(offset, begins ? TokenKind.EXECUTABLE_BEGIN : TokenKind.EXECUTABLE_END);
    }

    /** Ends the token there. */
    TokenKind take(int offset, TokenKind found) {
        end = offset;
        return found;
    }

    /** Whether the text has a character there. */
    boolean has(int at) {
        return at < length;
    }

    /** A character, NUL beyond the end. */
    char at(int at) {
        return at < length ? text.charAt(at) : '\0';
    }

    boolean wordPartAt(int at) {
        return at < length && lexicon.wordPart(text.charAt(at));
    }

    /** The end of the characters that may continue a word. */
    int wordEnd(int from) {
        int at = from;
        while (at < length && lexicon.wordPart(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
