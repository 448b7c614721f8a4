package io.heliosdb.sql.rewrite;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.rewrite.tree.Identifier;
import io.heliosdb.sql.rewrite.tree.Span;
import io.heliosdb.sql.scan.Token;
import io.heliosdb.sql.scan.TokenKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Walks over a statement's tokens. */
public abstract class TokenReader {
    private final String sql;
    private final List<Token> tokens;
    private final int[] parameters;
    /** For each opening parenthesis, where it closes; the end for one that does not. */
    private final int[] closing;

    private int at;

    /** @param tokens those of the text, without trivia and without the end */
    protected TokenReader(String sql, List<Token> tokens) {
        this.sql = sql;
        this.tokens = new ArrayList<>(tokens);
        this.tokens.add(new Token(TokenKind.END, sql.length(), sql.length(), "", ""));
        parameters = new int[this.tokens.size()];
        closing = new int[parameters.length];
        Deque<Integer> open = new ArrayDeque<>();
        int count = 0;
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = count;
            closing[i] = parameters.length - 1;
            if (this.tokens.get(i).isSymbol("(")) {
                open.push(i);
            } else if (this.tokens.get(i).isSymbol(")") && !open.isEmpty()) {
                closing[open.pop()] = i;
            }
            if (this.tokens.get(i).kind() == TokenKind.PARAMETER) {
                count++;
            }
        }
    }

    /** How many parameters the statement has. */
    public final int parameterCount() {
        return parameters[parameters.length - 1];
    }

    /** The number of the parameter that is next, from 0. */
    protected final int parameterIndex() {
        return parameters[at];
    }

    protected static Span span(Token token) {
        return new Span(token.start(), token.end());
    }

    protected static Identifier identifier(Token token) {
        return new Identifier(span(token), token.value(), token.kind() != TokenKind.WORD);
    }

    /** The vendor's error for a token that may not stand where it does. */
    protected abstract HeliosException unexpected(Token found);

    /** The client's text. */
    public final String sql() {
        return sql;
    }

    protected final HeliosException unexpected() {
        return unexpected(peek());
    }

    protected final Token peek() {
        return tokens.get(at);
    }

    /** The token that many places ahead, END beyond it. */
    protected final Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    /** How many places ahead the parenthesis closes that opens so many places ahead. */
    protected final int closing(int ahead) {
        return closing[at + ahead] - at;
    }

    protected final Token next() {
        Token token = tokens.get(at);
        if (at < tokens.size() - 1) {
            at++;
        }
        return token;
    }

    /** Where the reader stands, for {@link #back}. */
    protected final int mark() {
        return at;
    }

    protected final void back(int mark) {
        at = mark;
    }

    /** From the start of a token to the end of the one that was read last. */
    protected final Span since(Token first) {
        return new Span(
                first.start(),
                Math.max(first.start(), at == 0 ? 0 : tokens.get(at - 1).end()));
    }

    protected final Span since(Span first) {
        return new Span(
                first.start(),
                Math.max(first.end(), at == 0 ? 0 : tokens.get(at - 1).end()));
    }

    protected final boolean isWord(String word) {
        return peek().is(word);
    }

    protected final boolean isWords(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!peek(i).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    protected final boolean acceptWord(String word) {
        if (isWord(word)) {
            next();
            return true;
        }
        return false;
    }

    /** Reads all of the words, or nothing. */
    protected final boolean acceptWords(String... words) {
        if (!isWords(words)) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            next();
        }
        return true;
    }

    protected final void expectWord(String word) {
        if (!acceptWord(word)) {
            throw unexpected();
        }
    }

    protected final boolean is(String operator) {
        return peek().isSymbol(operator);
    }

    protected final boolean accept(String operator) {
        if (is(operator)) {
            next();
            return true;
        }
        return false;
    }

    protected final void expect(String operator) {
        if (!accept(operator)) {
            throw unexpected();
        }
    }

    /** The next word in upper case, empty where there is none. */
    protected final String word() {
        return peek().kind() == TokenKind.WORD ? peek().text().toUpperCase(Locale.ROOT) : "";
    }

    protected final boolean atEnd() {
        return peek().kind() == TokenKind.END;
    }

    protected final void expectEnd() {
        if (!atEnd()) {
            throw unexpected();
        }
    }
}
