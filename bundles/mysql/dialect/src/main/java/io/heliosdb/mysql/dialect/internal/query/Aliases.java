package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Identifier;
import io.heliosdb.sql.rewrite.tree.Query;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Replaces names that mean columns of a result by what they stand for. */
final class Aliases {
    private final Map<String, Expression> meanings = new HashMap<>();
    private final Function<Identifier, String> fold;
    /** What a name may be qualified with; empty where it may not be. */
    private String qualifier = "";

    Aliases(Query.Select select, Function<Identifier, String> fold) {
        this.fold = fold;
        for (Query.Item item : select.items()) {
            item.alias().ifPresent(alias -> meanings.putIfAbsent(fold.apply(alias), item.expression()));
        }
    }

    Aliases(Map<String, Expression> meanings, Function<Identifier, String> fold) {
        this.meanings.putAll(meanings);
        this.fold = fold;
    }

    /** The same, for names that may be qualified with their table's, too. */
    Aliases qualified(String table) {
        qualifier = table;
        return this;
    }

    /** The expression with every such name replaced, those in subqueries left alone. */
    Expression in(Expression e) {
        if (e instanceof Expression.Name name) {
            return means(name) ? meanings.getOrDefault(fold.apply(name.last()), e) : e;
        }
        if (e instanceof Expression.Infix infix) {
            return new Expression.Infix(e.span(), infix.operator(), in(infix.left()), in(infix.right()));
        }
        if (e instanceof Expression.Unary unary) {
            return new Expression.Unary(e.span(), unary.operator(), in(unary.operand()));
        }
        if (e instanceof Expression.Between b) {
            return new Expression.Between(e.span(), b.not(), in(b.operand()), in(b.low()), in(b.high()));
        }
        if (e instanceof Expression.InList list) {
            return new Expression.InList(e.span(), list.not(), in(list.operand()), in(list.list()));
        }
        if (e instanceof Expression.InQuery query) {
            return new Expression.InQuery(e.span(), query.not(), in(query.operand()), query.query());
        }
        if (e instanceof Expression.Like like) {
            return new Expression.Like(
                    e.span(), like.not(), like.operator(), in(like.operand()), in(like.pattern()), like.escape());
        }
        if (e instanceof Expression.Is is) {
            return new Expression.Is(e.span(), is.not(), in(is.operand()), is.what());
        }
        if (e instanceof Expression.Cast cast) {
            return new Expression.Cast(e.span(), in(cast.operand()), cast.type());
        }
        if (e instanceof Expression.Interval interval) {
            return new Expression.Interval(e.span(), in(interval.amount()), interval.unit());
        }
        if (e instanceof Expression.Collate collate) {
            return new Expression.Collate(e.span(), in(collate.operand()), collate.collation());
        }
        if (e instanceof Expression.Case c) {
            return new Expression.Case(
                    e.span(),
                    c.operand().map(this::in),
                    c.branches().stream()
                            .map(branch -> new Expression.When(in(branch.condition()), in(branch.result())))
                            .toList(),
                    c.otherwise().map(this::in));
        }
        if (e instanceof Expression.Call call && call.function().equals("values")) {
            // The column of the row that was to be inserted.
            return e;
        }
        if (e instanceof Expression.Call call) {
            return new Expression.Call(
                    e.span(),
                    call.name(),
                    in(call.arguments()),
                    call.distinct(),
                    call.orderBy(),
                    call.separator(),
                    call.filter(),
                    call.over());
        }
        return e;
    }

    private boolean means(Expression.Name name) {
        int parts = name.parts().size();
        return parts == 1 || (parts == 2 && fold.apply(name.parts().get(0)).equals(qualifier));
    }

    private List<Expression> in(List<Expression> list) {
        return list.stream().map(this::in).toList();
    }
}
