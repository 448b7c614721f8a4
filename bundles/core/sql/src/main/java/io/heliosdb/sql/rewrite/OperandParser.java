package io.heliosdb.sql.rewrite;

import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Expression.Call;
import io.heliosdb.sql.rewrite.tree.Expression.OrderItem;
import io.heliosdb.sql.rewrite.tree.Expression.TypeName;
import io.heliosdb.sql.rewrite.tree.Identifier;
import io.heliosdb.sql.rewrite.tree.Query;
import io.heliosdb.sql.scan.Token;
import io.heliosdb.sql.scan.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what stands between operators: terms, calls with their windows, CASE, casts, parentheses and subqueries. */
public abstract class OperandParser extends TermParser {
    protected OperandParser(String sql, List<Token> tokens) {
        super(sql, tokens);
    }

    /** An expression of whatever operators. */
    protected abstract Expression expression();

    /** Reads operators that bind at least so strongly. */
    protected abstract Expression expression(int weakest);

    /** The query that begins here, without parentheses around it. */
    protected abstract Query query();

    /** Whether a query begins here. */
    protected abstract boolean queryAhead();

    /** The operator's one name: {@code &&} is AND. */
    protected abstract String canonical(Token operator);

    /** Whether a reserved word is the name of a function where a parenthesis follows. Upper-case. */
    protected abstract boolean callable(String word);

    /** An operand, with the operators before it. */
    protected Expression prefix() {
        Token first = peek();
        return switch (first.kind()) {
            case WORD -> word(first);
            case QUOTED_IDENTIFIER -> nameOrCall();
            case OPERATOR, PUNCTUATION -> sign(first);
            default -> term(first);
        };
    }

    private Expression sign(Token first) {
        switch (first.text()) {
            case "(" -> {
                return parenthesized();
            }
            case "*" -> {
                next();
                return new Expression.Star(span(first), List.of());
            }
            default -> {
                int strength = signPrecedence(first);
                if (strength < 0) {
                    throw unexpected();
                }
                next();
                Expression operand = expression(strength);
                return new Expression.Unary(since(first), canonical(first), operand);
            }
        }
    }

    /** How strongly a sign before an operand binds, negative where it is none. */
    protected int signPrecedence(Token sign) {
        return switch (sign.text()) {
            case "-", "+", "~" -> Precedence.SIGN;
            default -> -1;
        };
    }

    private Expression parenthesized() {
        Token open = next();
        if (queryAhead()) {
            Query query = query();
            expect(")");
            return new Expression.Scalar(since(open), query);
        }
        List<Expression> items = expressions();
        expect(")");
        return items.size() == 1 ? items.get(0) : new Expression.RowValue(since(open), items);
    }

    protected final Query parenthesizedQuery() {
        expect("(");
        Query query = query();
        expect(")");
        return query;
    }

    protected final List<Expression> expressions() {
        List<Expression> list = new ArrayList<>();
        do {
            list.add(expression());
        } while (accept(","));
        return list;
    }

    /** An expression that begins with a word: a keyword of expressions, a call or a name. */
    protected Expression word(Token first) {
        String word = word();
        switch (word) {
            case "NULL" -> {
                next();
                return new Expression.Null(span(first));
            }
            case "TRUE", "FALSE" -> {
                next();
                return new Expression.Bool(span(first), word.equals("TRUE"));
            }
            case "NOT" -> {
                next();
                Expression negated = expression(Precedence.NOT);
                return new Expression.Unary(since(first), "NOT", negated);
            }
            case "CASE" -> {
                return caseExpression();
            }
            case "EXISTS" -> {
                if (peek(1).isSymbol("(")) {
                    next();
                    return new Expression.Exists(since(first), parenthesizedQuery());
                }
            }
            case "CAST" -> {
                if (peek(1).isSymbol("(")) {
                    return cast();
                }
            }
            case "DATE", "TIME", "TIMESTAMP" -> {
                if (peek(1).kind() == TokenKind.STRING) {
                    next();
                    String value = next().value();
                    return new Expression.Temporal(since(first), word.toLowerCase(Locale.ROOT), value);
                }
            }
            case "ROW" -> {
                if (peek(1).isSymbol("(")) {
                    next();
                    next();
                    List<Expression> items = expressions();
                    expect(")");
                    return new Expression.RowValue(since(first), items);
                }
            }
            default -> {}
        }
        if (reserved(word) && !(callable(word) && peek(1).isSymbol("("))) {
            throw unexpected();
        }
        return nameOrCall();
    }

    private Expression caseExpression() {
        Token first = next();
        Optional<Expression> operand = isWord("WHEN") ? Optional.empty() : Optional.of(expression());
        List<Expression.When> branches = new ArrayList<>();
        while (acceptWord("WHEN")) {
            Expression condition = expression();
            expectWord("THEN");
            branches.add(new Expression.When(condition, expression()));
        }
        if (branches.isEmpty()) {
            throw unexpected();
        }
        Optional<Expression> otherwise = acceptWord("ELSE") ? Optional.of(expression()) : Optional.empty();
        expectWord("END");
        return new Expression.Case(since(first), operand, branches, otherwise);
    }

    private Expression cast() {
        Token first = next();
        expect("(");
        Expression operand = expression();
        expectWord("AS");
        TypeName type = typeName();
        expect(")");
        return new Expression.Cast(since(first), operand, type);
    }

    /** A name that may be qualified, all columns of it, or a call. */
    protected Expression nameOrCall() {
        Token first = next();
        if (first.kind() == TokenKind.WORD && is("(")) {
            return call(first, List.of(identifier(first)));
        }
        List<Identifier> parts = new ArrayList<>();
        parts.add(identifier(first));
        while (is(".")) {
            next();
            if (accept("*")) {
                return new Expression.Star(since(first), parts);
            }
            parts.add(anyIdentifier());
        }
        if (is("(")) {
            return call(first, parts);
        }
        return new Expression.Name(since(first), parts);
    }

    /** A call whose name was read; the parenthesis is next. */
    protected Expression call(Token first, List<Identifier> name) {
        expect("(");
        boolean distinct = acceptWord("DISTINCT");
        if (!distinct) {
            acceptWord("ALL");
        }
        List<Expression> arguments = is(")") || isWord("ORDER") ? List.of() : expressions();
        List<OrderItem> orderBy = orderBy();
        Optional<Expression> separator = acceptWord("SEPARATOR") ? Optional.of(string()) : Optional.empty();
        expect(")");
        Optional<Expression> filter = Optional.empty();
        if (isWord("FILTER") && peek(1).isSymbol("(")) {
            next();
            next();
            expectWord("WHERE");
            filter = Optional.of(expression());
            expect(")");
        }
        if (isWords("RESPECT", "NULLS")) {
            next();
            next();
        }
        Optional<Expression.Window> over = acceptWord("OVER") ? Optional.of(over()) : Optional.empty();
        return new Call(since(first), name, arguments, distinct, orderBy, separator, filter, over);
    }

    private Expression.Window over() {
        if (is("(")) {
            return window();
        }
        return new Expression.Window(Optional.of(identifier()), List.of(), List.of(), Optional.empty());
    }

    /** A window's specification in parentheses. */
    protected final Expression.Window window() {
        expect("(");
        Optional<Identifier> base = identifierAhead() && !isWord("PARTITION") && !frameAhead()
                ? Optional.of(identifier())
                : Optional.empty();
        List<Expression> partitionBy = acceptWords("PARTITION", "BY") ? expressions() : List.of();
        List<OrderItem> orderBy = orderBy();
        Optional<Expression.Frame> frame = Optional.empty();
        if (frameAhead()) {
            String unit = next().text().toUpperCase(Locale.ROOT);
            if (acceptWord("BETWEEN")) {
                Expression.Bound start = bound();
                expectWord("AND");
                frame = Optional.of(new Expression.Frame(unit, start, Optional.of(bound())));
            } else {
                frame = Optional.of(new Expression.Frame(unit, bound(), Optional.empty()));
            }
        }
        expect(")");
        return new Expression.Window(base, partitionBy, orderBy, frame);
    }

    private boolean frameAhead() {
        return isWord("ROWS") || isWord("RANGE") || isWord("GROUPS");
    }

    private Expression.Bound bound() {
        if (acceptWords("CURRENT", "ROW")) {
            return new Expression.Bound("CURRENT ROW", Optional.empty());
        }
        if (isWords("UNBOUNDED", "PRECEDING") || isWords("UNBOUNDED", "FOLLOWING")) {
            next();
            return new Expression.Bound("UNBOUNDED " + next().text().toUpperCase(Locale.ROOT), Optional.empty());
        }
        Expression offset = expression(Precedence.PREDICATE + 1);
        if (!isWord("PRECEDING") && !isWord("FOLLOWING")) {
            throw unexpected();
        }
        return new Expression.Bound(next().text().toUpperCase(Locale.ROOT), Optional.of(offset));
    }

    /** The items after ORDER BY, none where it does not stand here. */
    protected final List<OrderItem> orderBy() {
        return acceptWords("ORDER", "BY") ? orderItems() : List.of();
    }

    protected final List<OrderItem> orderItems() {
        List<OrderItem> items = new ArrayList<>();
        do {
            Expression item = expression();
            boolean descending = acceptWord("DESC");
            if (!descending) {
                acceptWord("ASC");
            }
            String nulls = "";
            if (acceptWord("NULLS")) {
                nulls = next().text().toUpperCase(Locale.ROOT);
            }
            items.add(new OrderItem(item, descending, nulls));
        } while (accept(","));
        return items;
    }
}
