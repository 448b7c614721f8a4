package io.heliosdb.sql.rewrite;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Query;
import io.heliosdb.sql.scan.Token;
import io.heliosdb.sql.scan.TokenKind;
import java.util.List;
import java.util.Optional;

/**
 * Reads expressions by precedence climbing, in time linear to their length. A dialect says which operators there are and
 * adds what is its own by overriding.
 */
public abstract class ExpressionParser extends OperandParser {
    /** Deepest nesting of expressions and queries; each level costs a few frames of the stack. */
    private static final int DEEPEST = 256;

    private int depth;

    protected ExpressionParser(String sql, List<Token> tokens) {
        super(sql, tokens);
    }

    /** How strongly a token binds as an operator between two operands; negative where it is none. */
    protected abstract int precedence(Token operator);

    /** The vendor's error for nesting beyond what can be read. */
    protected abstract HeliosException tooDeep();

    @Override
    protected final Expression expression() {
        return expression(0);
    }

    @Override
    protected final Expression expression(int weakest) {
        enter();
        Expression left = prefix();
        while (true) {
            Expression longer = suffix(left, weakest);
            if (longer == null) {
                leave();
                return left;
            }
            left = longer;
        }
    }

    protected final void enter() {
        if (++depth > DEEPEST) {
            throw tooDeep();
        }
    }

    protected final void leave() {
        depth--;
    }

    /** The expression that goes on with an operator, null where none follows that binds strongly enough. */
    protected Expression suffix(Expression left, int weakest) {
        Token operator = peek();
        if (operator.kind() == TokenKind.WORD) {
            Expression predicate = predicate(left, weakest);
            if (predicate != null) {
                return predicate;
            }
        }
        int precedence = precedence(operator);
        if (precedence < 0 || precedence < weakest) {
            return null;
        }
        next();
        String name = canonical(operator);
        if (precedence == Precedence.COMPARISON
                && (isWord("ANY") || isWord("SOME") || isWord("ALL"))
                && peek(1).isSymbol("(")) {
            String quantifier = next().is("ALL") ? "ALL" : "ANY";
            return new Expression.Quantified(since(left.span()), name, left, quantifier, parenthesizedQuery());
        }
        Expression right = expression(precedence + 1);
        return new Expression.Infix(left.span().to(right.span()), name, left, right);
    }

    private Expression predicate(Expression left, int weakest) {
        Token first = peek();
        if (weakest <= Precedence.COMPARISON && acceptWord("IS")) {
            boolean not = acceptWord("NOT");
            return is(left, not);
        }
        if (weakest <= Precedence.COLLATE && acceptWord("COLLATE")) {
            return new Expression.Collate(since(left.span()), left, collation());
        }
        if (weakest > Precedence.PREDICATE) {
            return null;
        }
        boolean not = first.is("NOT");
        Token word = not ? peek(1) : first;
        if (word.is("BETWEEN")) {
            skip(not);
            next();
            acceptWord("SYMMETRIC");
            Expression low = expression(Precedence.PREDICATE + 1);
            expectWord("AND");
            Expression high = expression(Precedence.PREDICATE);
            return new Expression.Between(left.span().to(high.span()), not, left, low, high);
        }
        if (word.is("IN")) {
            skip(not);
            next();
            return in(left, not);
        }
        if (word.kind() == TokenKind.WORD && patternOperator(word)) {
            skip(not);
            next();
            Expression pattern = expression(Precedence.PREDICATE + 1);
            Optional<Expression> escape =
                    acceptWord("ESCAPE") ? Optional.of(expression(Precedence.PREDICATE + 1)) : Optional.empty();
            return new Expression.Like(since(left.span()), not, canonical(word), left, pattern, escape);
        }
        return null;
    }

    private void skip(boolean not) {
        if (not) {
            next();
        }
    }

    /** Whether a word compares with a pattern. */
    protected boolean patternOperator(Token word) {
        return word.is("LIKE");
    }

    protected Expression is(Expression left, boolean not) {
        String what = word();
        switch (what) {
            case "NULL", "TRUE", "FALSE", "UNKNOWN" -> next();
            default -> throw unexpected();
        }
        return new Expression.Is(since(left.span()), not, left, what);
    }

    protected Expression in(Expression left, boolean not) {
        expect("(");
        if (queryAhead()) {
            Query query = query();
            expect(")");
            return new Expression.InQuery(since(left.span()), not, left, query);
        }
        List<Expression> list = expressions();
        expect(")");
        return new Expression.InList(since(left.span()), not, left, list);
    }
}
