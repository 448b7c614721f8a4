package io.heliosdb.sql.rewrite;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Identifier;
import io.heliosdb.sql.rewrite.tree.Query;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes expressions as the engine reads them. Operands that are no single term stand in parentheses, so that the engine's
 * precedence never matters. A dialect overrides what its own expressions mean.
 */
public abstract class ExpressionWriter {
    private static final Set<String> CONNECTIVES = Set.of("AND", "OR", "XOR");
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", ">", "<=", ">=", "<=>");

    protected final EngineText out;

    protected ExpressionWriter(EngineText out) {
        this.out = out;
    }

    /** Writes a query without parentheses around it, whose labels nobody sees. */
    protected abstract void subquery(Query query);

    /** The engine's form of a name. */
    protected abstract String fold(Identifier identifier);

    /** Writes a column's name. */
    protected void name(Expression.Name name) {
        String separator = "";
        for (Identifier part : name.parts()) {
            out.add(separator).name(fold(part));
            separator = ".";
        }
    }

    /** Writes an expression as a value. */
    public void value(Expression expression) {
        if (predicate(expression)) {
            truthValue(expression);
        } else {
            term(expression);
        }
    }

    /** Writes an expression as a condition: something boolean. */
    public void condition(Expression expression) {
        if (predicate(expression)) {
            test(expression);
        } else {
            asCondition(expression);
        }
    }

    /** Writes a value where the engine wants a condition. */
    protected void asCondition(Expression value) {
        value(value);
    }

    /** Writes a predicate where a value is wanted. */
    protected void truthValue(Expression predicate) {
        test(predicate);
    }

    /** Whether an expression is a condition by its form. */
    protected boolean predicate(Expression e) {
        if (e instanceof Expression.Infix infix) {
            String operator = infix.operator();
            return CONNECTIVES.contains(operator) || COMPARISONS.contains(operator);
        }
        if (e instanceof Expression.Unary unary) {
            return unary.operator().equals("NOT");
        }
        return e instanceof Expression.Between
                || e instanceof Expression.InList
                || e instanceof Expression.InQuery
                || e instanceof Expression.Like
                || e instanceof Expression.Is
                || e instanceof Expression.Exists
                || e instanceof Expression.Quantified;
    }

    /** Whether it needs no parentheses as an operand. */
    protected boolean atomic(Expression e) {
        return e instanceof Expression.Name
                || e instanceof Expression.Numeral
                || e instanceof Expression.Text
                || e instanceof Expression.Null
                || e instanceof Expression.Bool
                || e instanceof Expression.Parameter
                || e instanceof Expression.Call
                || e instanceof Expression.Case
                || e instanceof Expression.RowValue
                || e instanceof Expression.Scalar;
    }

    /** Writes a value as an operand. */
    protected final void operand(Expression e) {
        if (atomic(e)) {
            value(e);
        } else {
            parenthesized(() -> value(e));
        }
    }

    protected final void parenthesized(Runnable content) {
        out.add("(");
        content.run();
        out.add(")");
    }

    protected final void values(List<? extends Expression> list) {
        String separator = "";
        for (Expression e : list) {
            out.add(separator);
            value(e);
            separator = ", ";
        }
    }

    /** Writes a call of one of the engine's or the prelude's functions. */
    protected final void function(String name, Runnable... arguments) {
        out.add(name).add("(");
        for (int i = 0; i < arguments.length; i++) {
            out.add(i == 0 ? "" : ", ");
            arguments[i].run();
        }
        out.add(")");
    }

    /** Writes a predicate. */
    protected void test(Expression e) {
        if (e instanceof Expression.Infix infix) {
            if (CONNECTIVES.contains(infix.operator())) {
                connective(infix);
            } else {
                comparison(infix.operator(), infix.left(), infix.right());
            }
        } else if (e instanceof Expression.Unary unary) {
            out.add("NOT ");
            part(unary.operand());
        } else if (e instanceof Expression.Between between) {
            operand(between.operand());
            out.add(between.not() ? " NOT BETWEEN " : " BETWEEN ");
            comparand(between.low(), between.operand());
            out.add(" AND ");
            comparand(between.high(), between.operand());
        } else if (e instanceof Expression.InList in) {
            operand(in.operand());
            out.add(in.not() ? " NOT IN (" : " IN (");
            String separator = "";
            for (Expression item : in.list()) {
                out.add(separator);
                comparand(item, in.operand());
                separator = ", ";
            }
            out.add(")");
        } else if (e instanceof Expression.InQuery in) {
            operand(in.operand());
            out.add(in.not() ? " NOT IN (" : " IN (");
            memberQuery(in.query());
            out.add(")");
        } else if (e instanceof Expression.Like like) {
            like(like);
        } else if (e instanceof Expression.Is is) {
            is(is);
        } else if (e instanceof Expression.Exists exists) {
            out.add("EXISTS (");
            subquery(exists.query());
            out.add(")");
        } else {
            Expression.Quantified quantified = (Expression.Quantified) e;
            operand(quantified.left());
            out.add(" ")
                    .add(quantified.operator())
                    .add(" ")
                    .add(quantified.quantifier())
                    .add(" (");
            memberQuery(quantified.query());
            out.add(")");
        }
    }

    /** Writes a query whose rows a value is compared with: behind IN, ANY and ALL. */
    protected void memberQuery(Query query) {
        subquery(query);
    }

    /** A long chain of the same connective is one level deep, however it was nested. */
    private void connective(Expression.Infix infix) {
        Deque<Expression> parts = new ArrayDeque<>();
        Expression left = infix;
        while (left instanceof Expression.Infix
                && ((Expression.Infix) left).operator().equals(infix.operator())) {
            parts.push(((Expression.Infix) left).right());
            left = ((Expression.Infix) left).left();
        }
        parts.push(left);
        String operator = infix.operator().equals("XOR") ? " <> " : " " + infix.operator() + " ";
        if (operator.equals(" <> ") && parts.size() > 2) {
            out.add("(".repeat(parts.size() - 2));
        }
        int written = 0;
        for (Expression part : parts) {
            if (written > 0) {
                out.add(operator);
            }
            part(part);
            written++;
            if (operator.equals(" <> ") && written > 1 && written < parts.size()) {
                out.add(")");
            }
        }
    }

    /** Writes a condition inside a condition. */
    private void part(Expression e) {
        boolean simple = e instanceof Expression.Exists || (e instanceof Expression.Like like && !like.not());
        if (predicate(e) && !simple) {
            parenthesized(() -> test(e));
        } else {
            condition(e);
        }
    }

    protected void comparison(String operator, Expression left, Expression right) {
        comparand(left, right);
        out.add(operator.equals("<=>") ? " IS NOT DISTINCT FROM " : " " + operator + " ");
        comparand(right, left);
    }

    /** Writes one side of a comparison. */
    protected void comparand(Expression e, Expression other) {
        operand(e);
    }

    protected void like(Expression.Like like) {
        operand(like.operand());
        out.add(like.not() ? " NOT LIKE " : " LIKE ");
        operand(like.pattern());
        if (like.escape().isPresent()) {
            out.add(" ESCAPE ");
            operand(like.escape().get());
        }
    }

    protected void is(Expression.Is is) {
        if (is.what().equals("NULL")) {
            operand(is.operand());
        } else {
            part(is.operand());
        }
        out.add(is.not() ? " IS NOT " : " IS ").add(is.what());
    }

    /** Writes what is no predicate. */
    protected void term(Expression e) {
        if (e instanceof Expression.Name name) {
            name(name);
        } else if (e instanceof Expression.Numeral numeral) {
            numeral(numeral);
        } else if (e instanceof Expression.Text text) {
            text(text);
        } else if (e instanceof Expression.Parameter parameter) {
            out.parameter(parameter.index());
        } else if (e instanceof Expression.Null) {
            out.add("NULL");
        } else if (e instanceof Expression.Bool bool) {
            bool(bool);
        } else if (e instanceof Expression.Infix infix) {
            infix(infix);
        } else if (e instanceof Expression.Unary unary) {
            unary(unary);
        } else if (e instanceof Expression.Call call) {
            call(call);
        } else if (e instanceof Expression.Case c) {
            caseOf(c);
        } else if (e instanceof Expression.Cast cast) {
            cast(cast);
        } else if (e instanceof Expression.RowValue rowValue) {
            out.add("ROW");
            parenthesized(() -> values(rowValue.items()));
        } else if (e instanceof Expression.Scalar scalar) {
            parenthesized(() -> subquery(scalar.query()));
        } else if (e instanceof Expression.Star star) {
            star(star);
        } else {
            otherTerm(e);
        }
    }

    /** Writes what the engine has no form of its own for. */
    protected void otherTerm(Expression e) {
        throw new HeliosException(
                SqlState.FEATURE_NOT_SUPPORTED,
                e.getClass().getSimpleName().toLowerCase(Locale.ROOT) + " cannot be translated");
    }

    protected void star(Expression.Star star) {
        for (Identifier part : star.qualifier()) {
            out.name(fold(part)).add(".");
        }
        out.add("*");
    }

    protected void numeral(Expression.Numeral numeral) {
        out.add(numeral.text());
    }

    protected void text(Expression.Text text) {
        out.string(text.value());
    }

    protected void bool(Expression.Bool bool) {
        out.add(bool.value() ? "true" : "false");
    }

    /** A long chain of the same operator is written without going deeper for each. */
    protected void infix(Expression.Infix infix) {
        Deque<Expression.Infix> chain = new ArrayDeque<>();
        Expression left = infix;
        while (left instanceof Expression.Infix
                && !predicate(left)
                && ((Expression.Infix) left).operator().equals(infix.operator())) {
            chain.push((Expression.Infix) left);
            left = ((Expression.Infix) left).left();
        }
        operand(left);
        for (Expression.Infix next : chain) {
            out.add(" ").add(next.operator()).add(" ");
            operand(next.right());
        }
    }

    protected void unary(Expression.Unary unary) {
        out.add(unary.operator()).add(" ");
        operand(unary.operand());
    }

    protected void caseOf(Expression.Case e) {
        out.add("CASE");
        if (e.operand().isPresent()) {
            out.add(" ");
            operand(e.operand().get());
        }
        for (Expression.When branch : e.branches()) {
            out.add(" WHEN ");
            if (e.operand().isPresent()) {
                operand(branch.condition());
            } else {
                condition(branch.condition());
            }
            out.add(" THEN ");
            result(branch.result(), e);
        }
        if (e.otherwise().isPresent()) {
            out.add(" ELSE ");
            result(e.otherwise().get(), e);
        }
        out.add(" END");
    }

    /** Writes one of the values that an expression may have. */
    protected void result(Expression result, Expression whole) {
        value(result);
    }

    protected void cast(Expression.Cast cast) {
        out.add("CAST(");
        value(cast.operand());
        out.add(" AS ").add(cast.type().name());
        if (!cast.type().arguments().isEmpty()) {
            out.add("(").add(String.join(", ", cast.type().arguments())).add(")");
        }
        out.add(")");
    }

    /** Writes a call as it is: the name folded, arguments as values. */
    protected void call(Expression.Call call) {
        String separator = "";
        for (Identifier part : call.name()) {
            out.add(separator).name(fold(part));
            separator = ".";
        }
        out.add("(");
        if (call.distinct()) {
            out.add("DISTINCT ");
        }
        values(call.arguments());
        if (!call.orderBy().isEmpty()) {
            out.add(call.arguments().isEmpty() ? "ORDER BY " : " ORDER BY ");
            orderItems(call.orderBy());
        }
        out.add(")");
        afterCall(call);
    }

    /** Writes FILTER and OVER. */
    protected final void afterCall(Expression.Call call) {
        if (call.filter().isPresent()) {
            out.add(" FILTER (WHERE ");
            condition(call.filter().get());
            out.add(")");
        }
        if (call.over().isPresent()) {
            out.add(" OVER ");
            Expression.Window window = call.over().get();
            if (window.reference()) {
                out.name(fold(window.base().orElseThrow()));
            } else {
                window(window);
            }
        }
    }

    protected final void window(Expression.Window window) {
        out.add("(");
        String separator = "";
        if (window.base().isPresent()) {
            out.name(fold(window.base().get()));
            separator = " ";
        }
        if (!window.partitionBy().isEmpty()) {
            out.add(separator).add("PARTITION BY ");
            values(window.partitionBy());
            separator = " ";
        }
        if (!window.orderBy().isEmpty()) {
            out.add(separator).add("ORDER BY ");
            orderItems(window.orderBy());
            separator = " ";
        }
        if (window.frame().isPresent()) {
            Expression.Frame frame = window.frame().get();
            out.add(separator).add(frame.unit()).add(frame.end().isPresent() ? " BETWEEN " : " ");
            bound(frame.start());
            if (frame.end().isPresent()) {
                out.add(" AND ");
                bound(frame.end().get());
            }
        }
        out.add(")");
    }

    private void bound(Expression.Bound bound) {
        if (bound.offset().isPresent()) {
            operand(bound.offset().get());
            out.add(" ");
        }
        out.add(bound.kind());
    }

    public void orderItems(List<Expression.OrderItem> items) {
        String separator = "";
        for (Expression.OrderItem item : items) {
            out.add(separator);
            orderItem(item);
            separator = ", ";
        }
    }

    protected void orderItem(Expression.OrderItem item) {
        value(item.expression());
        if (item.descending()) {
            out.add(" DESC");
        }
        if (!item.nulls().isEmpty()) {
            out.add(" NULLS ").add(item.nulls());
        }
    }
}
