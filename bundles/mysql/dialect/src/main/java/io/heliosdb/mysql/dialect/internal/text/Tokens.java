package io.heliosdb.mysql.dialect.internal.text;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.scan.Lexicon;
import io.heliosdb.sql.scan.Scanner;
import io.heliosdb.sql.scan.Token;
import io.heliosdb.sql.scan.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A statement's tokens, read from left to right. What cannot stand where it stands is MySQL's syntax error there. */
public final class Tokens {
    private final String sql;
    private final List<Token> tokens;
    private int at;

    private Tokens(String sql, List<Token> tokens) {
        this.sql = sql;
        this.tokens = List.copyOf(tokens);
    }

    /** The tokens of a statement; a string or comment without end is a syntax error where it begins. */
    public static Tokens of(String sql, Lexicon lexicon) {
        List<Token> tokens;
        try {
            tokens = new ArrayList<>(Scanner.tokens(sql, lexicon));
        } catch (HeliosException e) {
            int position =
                    Integer.parseInt(e.field(HeliosException.Field.POSITION).orElse("1"));
            throw Refusal.syntax(sql, sql.offsetByCodePoints(0, position - 1));
        }
        tokens.add(new Token(TokenKind.END, sql.length(), sql.length(), "", ""));
        return new Tokens(sql, tokens);
    }

    public String sql() {
        return sql;
    }

    public Token peek() {
        return peek(0);
    }

    public Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    public Token next() {
        Token token = peek();
        if (at < tokens.size() - 1) {
            at++;
        }
        return token;
    }

    /** Where reading stands, for {@link #rewind}. */
    public int mark() {
        return at;
    }

    public void rewind(int mark) {
        at = mark;
    }

    public boolean atEnd() {
        return peek().kind() == TokenKind.END;
    }

    public void end() {
        if (!atEnd()) {
            throw error();
        }
    }

    /** Whether these words come next, one after the other. */
    public boolean at(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!peek(i).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    public boolean atAny(String... words) {
        for (String word : words) {
            if (peek().is(word)) {
                return true;
            }
        }
        return false;
    }

    public boolean accept(String... words) {
        if (!at(words)) {
            return false;
        }
        at += words.length;
        return true;
    }

    /** Passes over one of several words and returns it in upper case; empty where another one stands. */
    public Optional<String> acceptAny(String... words) {
        if (!atAny(words)) {
            return Optional.empty();
        }
        return Optional.of(next().text().toUpperCase(Locale.ROOT));
    }

    /** Passes over one of several words. */
    public void expectAny(String... words) {
        if (!atAny(words)) {
            throw error();
        }
        at++;
    }

    public void expect(String... words) {
        for (String word : words) {
            if (!accept(word)) {
                throw error();
            }
        }
    }

    public boolean atSymbol(String symbol) {
        return peek().isSymbol(symbol);
    }

    public boolean acceptSymbol(String symbol) {
        if (!atSymbol(symbol)) {
            return false;
        }
        at++;
        return true;
    }

    public void expectSymbol(String symbol) {
        if (!acceptSymbol(symbol)) {
            throw error();
        }
    }

    public boolean atName() {
        TokenKind kind = peek().kind();
        return kind == TokenKind.WORD || kind == TokenKind.QUOTED_IDENTIFIER;
    }

    /** An identifier. */
    public Name name() {
        if (!atName()) {
            throw error();
        }
        Token token = next();
        return Name.of(token.kind() == TokenKind.WORD ? token.text() : token.value());
    }

    /** {@code name} or {@code database.name}. */
    public QualifiedName qualifiedName() {
        Name first = name();
        return acceptSymbol(".")
                ? new QualifiedName(Optional.of(first), name())
                : new QualifiedName(Optional.empty(), first);
    }

    /** A word or a string: the name of a character set, an engine, a user. */
    public String nameOrString() {
        return atString() ? string() : name().spelling();
    }

    public boolean atString() {
        TokenKind kind = peek().kind();
        return kind == TokenKind.STRING || kind == TokenKind.NATIONAL_STRING;
    }

    /** The value of a string literal; strings side by side are one. */
    public String string() {
        if (!atString()) {
            throw error();
        }
        StringBuilder value = new StringBuilder(next().value());
        while (atString()) {
            value.append(next().value());
        }
        return value.toString();
    }

    /** Digits. */
    public String integer() {
        if (peek().kind() != TokenKind.INTEGER) {
            throw error();
        }
        return next().text();
    }

    /** Digits in parentheses, empty where no parenthesis stands. */
    public Optional<Integer> length() {
        if (!acceptSymbol("(")) {
            return Optional.empty();
        }
        int length = small(integer());
        expectSymbol(")");
        return Optional.of(length);
    }

    /** A number that stands for a length or a count of digits; what is longer is MySQL's error later. */
    public static int small(String digits) {
        return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    /** The text between parentheses. */
    public String parenthesised() {
        expectSymbol("(");
        int start = peek().start();
        skipToClosing();
        String text = sql.substring(start, peek().start()).strip();
        expectSymbol(")");
        return text;
    }

    /** The text up to a comma outside of parentheses, or to the end. */
    public String expression() {
        int start = peek().start();
        int end = start;
        int depth = 0;
        while (!atEnd() && (depth > 0 || !atSymbol(","))) {
            depth += depthChange();
            if (depth < 0) {
                break;
            }
            end = next().end();
        }
        if (end == start) {
            throw error();
        }
        return sql.substring(start, end);
    }

    /** What is left of the statement. */
    public String rest() {
        int start = peek().start();
        Token last = tokens.get(Math.max(0, tokens.size() - 2));
        at = tokens.size() - 1;
        return last.end() <= start ? "" : sql.substring(start, last.end());
    }

    private void skipToClosing() {
        int depth = 0;
        while (depth > 0 || !atSymbol(")")) {
            if (atEnd()) {
                throw error();
            }
            depth += depthChange();
            next();
        }
    }

    private int depthChange() {
        if (atSymbol("(")) {
            return 1;
        }
        return atSymbol(")") ? -1 : 0;
    }

    /** 1064 at the token that comes next. */
    public HeliosException error() {
        return Refusal.syntax(sql, peek().start());
    }
}
