package io.heliosdb.sql.rewrite;

import io.heliosdb.spi.error.HeliosException;
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

/**
 * Reads expressions by precedence climbing, in time linear to their length. A dialect says which operators there are and
 * adds what is its own by overriding.
 */
public abstract class ExpressionParser extends TokenReader {
    /** How strongly operators bind; between two levels there is room for a dialect's own. */
    protected static final int ASSIGNMENT = 10;

    protected static final int OR = 20;
    protected static final int XOR = 30;
    protected static final int AND = 40;
    protected static final int NOT = 50;
    protected static final int COMPARISON = 60;
    protected static final int PREDICATE = 70;
    protected static final int BIT_OR = 80;
    protected static final int BIT_AND = 90;
    protected static final int SHIFT = 100;
    protected static final int ADDITIVE = 110;
    protected static final int MULTIPLICATIVE = 120;
    protected static final int BIT_XOR = 130;
    protected static final int SIGN = 140;
    protected static final int PREFIX = 150;
    protected static final int COLLATE = 160;
    protected static final int POSTFIX = 170;

    /** Deepest nesting of expressions and queries; each level costs a few frames of the stack. */
    private static final int DEEPEST = 256;

    private int depth;

    protected ExpressionParser(String sql, List<Token> tokens) {
        super(sql, tokens);
    }

    /** How strongly a token binds as an operator between two operands; negative where it is none. */
    protected abstract int precedence(Token operator);

    /** The operator's one name: {@code &&} is AND. */
    protected abstract String canonical(Token operator);

    /** Whether an unquoted word cannot be a name. Upper-case. */
    protected abstract boolean reserved(String word);

    /** Whether a reserved word is the name of a function where a parenthesis follows. Upper-case. */
    protected abstract boolean callable(String word);

    /** The query that begins here, without parentheses around it. */
    protected abstract Query query();

    /** Whether a query begins here. */
    protected abstract boolean queryAhead();

    /** The vendor's error for nesting beyond what can be read. */
    protected abstract HeliosException tooDeep();

    protected final Expression expression() {
        return expression(0);
    }

    /** Reads operators that bind at least so strongly. */
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
        if (precedence == COMPARISON && (isWord("ANY") || isWord("SOME") || isWord("ALL")) && peek(1).isSymbol("(")) {
            String quantifier = next().is("ALL") ? "ALL" : "ANY";
            return new Expression.Quantified(since(left.span()), name, left, quantifier, parenthesizedQuery());
        }
        Expression right = expression(precedence + 1);
        return new Expression.Infix(left.span().to(right.span()), name, left, right);
    }

    private Expression predicate(Expression left, int weakest) {
        Token first = peek();
        if (weakest <= COMPARISON && acceptWord("IS")) {
            boolean not = acceptWord("NOT");
            return is(left, not);
        }
        if (weakest <= COLLATE && acceptWord("COLLATE")) {
            return new Expression.Collate(since(left.span()), left, collation());
        }
        if (weakest > PREDICATE) {
            return null;
        }
        boolean not = first.is("NOT");
        Token word = not ? peek(1) : first;
        if (word.is("BETWEEN")) {
            skip(not);
            next();
            acceptWord("SYMMETRIC");
            Expression low = expression(PREDICATE + 1);
            expectWord("AND");
            Expression high = expression(PREDICATE);
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
            Expression pattern = expression(PREDICATE + 1);
            Optional<Expression> escape =
                    acceptWord("ESCAPE") ? Optional.of(expression(PREDICATE + 1)) : Optional.empty();
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

    protected String collation() {
        Token name = next();
        if (name.kind() != TokenKind.WORD
                && name.kind() != TokenKind.QUOTED_IDENTIFIER
                && name.kind() != TokenKind.STRING) {
            throw unexpected(name);
        }
        return name.text().toLowerCase(Locale.ROOT);
    }

    protected final List<Expression> expressions() {
        List<Expression> list = new ArrayList<>();
        do {
            list.add(expression());
        } while (accept(","));
        return list;
    }

    protected final Query parenthesizedQuery() {
        expect("(");
        Query query = query();
        expect(")");
        return query;
    }

    /** An operand, with the operators before it. */
    protected Expression prefix() {
        Token first = peek();
        return switch (first.kind()) {
            case WORD -> word(first);
            case QUOTED_IDENTIFIER -> nameOrCall();
            case OPERATOR, PUNCTUATION -> sign(first);
            case STRING, NATIONAL_STRING, INTRODUCER -> string();
            case INTEGER, DECIMAL, FLOAT -> new Expression.Numeral(span(first), next().text());
            case HEX -> octets(first, next().value());
            case BITS -> new Expression.Bits(span(first), next().value());
            case PARAMETER -> {
                int index = parameterIndex();
                next();
                yield new Expression.Parameter(span(first), index);
            }
            case VARIABLE -> new Expression.Variable(span(first), next().value().toLowerCase(Locale.ROOT));
            case SYSTEM_VARIABLE -> systemVariable(next());
            default -> throw unexpected();
        };
    }

    private Expression octets(Token token, String digits) {
        if (digits.length() % 2 == 0) {
            return new Expression.Octets(span(token), digits);
        }
        if (token.text().endsWith("'")) {
            throw unexpected(token);
        }
        return new Expression.Octets(span(token), "0" + digits);
    }

    private static Expression systemVariable(Token token) {
        String name = token.value().toLowerCase(Locale.ROOT);
        int point = name.indexOf('.');
        String scope = point < 0 ? "" : name.substring(0, point);
        return switch (scope) {
            case "session", "global", "local", "persist", "persist_only" ->
                new Expression.SystemVariable(
                        span(token), scope.equals("local") ? "session" : scope, name.substring(point + 1));
            default -> new Expression.SystemVariable(span(token), "", name);
        };
    }

    /** A string, with the pieces that follow it and the introducer before it. */
    protected Expression string() {
        Token first = next();
        Optional<String> charset = Optional.empty();
        Token piece = first;
        if (first.kind() == TokenKind.INTRODUCER) {
            charset = Optional.of(first.value());
            piece = next();
            switch (piece.kind()) {
                case STRING -> {}
                case HEX -> {
                    return introduced(first, octets(piece, piece.value()));
                }
                case BITS -> {
                    return introduced(first, new Expression.Bits(since(first), piece.value()));
                }
                default -> throw unexpected(piece);
            }
        } else if (first.kind() == TokenKind.NATIONAL_STRING) {
            charset = Optional.of("n");
        } else if (first.kind() != TokenKind.STRING) {
            throw unexpected(first);
        }
        StringBuilder value = new StringBuilder(piece.value());
        while (peek().kind() == TokenKind.STRING) {
            value.append(next().value());
        }
        return new Expression.Text(since(first), value.toString(), piece.value(), charset);
    }

    /** Octets behind the introducer that says which character set they are of. */
    protected Expression introduced(Token introducer, Expression octets) {
        return octets;
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
            case "-", "+", "~" -> SIGN;
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
                Expression negated = expression(NOT);
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

    /** A type as it stands in a cast. */
    protected TypeName typeName() {
        if (peek().kind() != TokenKind.WORD) {
            throw unexpected();
        }
        String name = next().text().toLowerCase(Locale.ROOT);
        if (name.equals("double") && acceptWord("PRECISION")) {
            name = "double";
        }
        List<String> arguments = new ArrayList<>();
        if (accept("(")) {
            do {
                Token argument = next();
                if (argument.kind() != TokenKind.INTEGER && argument.kind() != TokenKind.STRING) {
                    throw unexpected(argument);
                }
                arguments.add(argument.value());
            } while (accept(","));
            expect(")");
        }
        return new TypeName(name, arguments, typeAttributes());
    }

    /** What follows a type's name and arguments. */
    protected List<String> typeAttributes() {
        return List.of();
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

    /** A name after a point, where every word may stand. */
    protected final Identifier anyIdentifier() {
        Token token = peek();
        if (token.kind() != TokenKind.WORD && token.kind() != TokenKind.QUOTED_IDENTIFIER) {
            throw unexpected();
        }
        return identifier(next());
    }

    protected final boolean identifierAhead() {
        return peek().kind() == TokenKind.QUOTED_IDENTIFIER || (peek().kind() == TokenKind.WORD && !reserved(word()));
    }

    protected final Identifier identifier() {
        if (!identifierAhead()) {
            throw unexpected();
        }
        return identifier(next());
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
        Expression offset = expression(PREDICATE + 1);
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
