package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.sql.rewrite.EngineText;
import io.heliosdb.sql.rewrite.Scope;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Query;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What MySQL groups and sorts by: columns that are not grouped by where {@code sql_mode} lets them be any of their group's,
 * members of enumerations by their number, NULL before all else.
 */
abstract class MySqlKeyWriter extends MySqlFunctionWriter {
    /** What is grouped by, while a SELECT is written whose other columns need not be; otherwise null. */
    private Set<String> groups;

    MySqlKeyWriter(EngineText out, TranslationContext context) {
        super(out, context);
    }

    @Override
    public Optional<List<Scope.Column>> query(Query query, Labels labels) {
        Set<String> active = groups;
        groups = null;
        try {
            return super.query(query, labels);
        } finally {
            groups = active;
        }
    }

    @Override
    protected Optional<List<Scope.Column>> select(Query.Select select, Query around, Labels labels) {
        if (context.has(SqlMode.ONLY_FULL_GROUP_BY) || !Aggregates.in(select)) {
            return super.select(select, around, labels);
        }
        groups = new HashSet<>();
        try {
            for (Expression.OrderItem key : select.groupBy()) {
                Expression grouped = meaning(key.expression(), select);
                if (grouped instanceof Expression.Name name) {
                    groups.add(plainName(name));
                } else {
                    Set<String> active = groups;
                    groups = null;
                    active.add(out.captured(() -> value(grouped)));
                    groups = active;
                }
            }
            return super.select(select, around, labels);
        } finally {
            groups = null;
        }
    }

    /** What a key of GROUP BY stands for: a number or an alias for a column of the result. */
    protected final Expression meaning(Expression key, Query.Select select) {
        if (key instanceof Expression.Numeral numeral) {
            String number = context.looking(numeral.text());
            int position = number.matches("[0-9]{1,9}") ? Integer.parseInt(number) : 0;
            return position > 0 && position <= select.items().size()
                    ? select.items().get(position - 1).expression()
                    : key;
        }
        if (key instanceof Expression.Name name && name.parts().size() == 1) {
            for (Query.Item item : select.items()) {
                if (item.alias()
                        .filter(alias -> TranslationContext.lower(alias).equals(TranslationContext.lower(name.last())))
                        .isPresent()) {
                    return item.expression();
                }
            }
        }
        return key;
    }

    /** A column that is any of its group's values is called what it would be called by itself. */
    @Override
    protected void item(Query.Item item, Labels labels) {
        super.item(groups == null ? asOctets(item) : item, labels);
        if (groups != null && labels != Labels.NONE && item.expression() instanceof Expression.Name) {
            Expression.Name name = (Expression.Name) item.expression();
            boolean labelled = item.alias().isPresent() || !label(item).equals(plainName(name));
            if (!labelled && !groups.contains(plainName(name))) {
                out.add(" AS ").name(plainName(name));
            }
        }
    }

    /** What {@code BINARY text} gives the client are octets; inside of a statement it is the text with its own collation. */
    private static Query.Item asOctets(Query.Item item) {
        return item.expression() instanceof Expression.Unary unary
                        && unary.operator().equals("BINARY")
                ? new Query.Item(
                        item.span(),
                        new Expression.Cast(
                                unary.span(), unary.operand(), new Expression.TypeName("binary", List.of(), List.of())),
                        item.alias())
                : item;
    }

    /** A column that is qualified with its database: the engine knows the table by its own name. */
    @Override
    protected void name(Expression.Name name) {
        if (groups != null && aliased(name).isEmpty() && !groups.contains(plainName(name)) && maybeLocal(name)) {
            out.add("any_value(");
            qualifiedName(name);
            out.add(")");
        } else {
            qualifiedName(name);
        }
    }

    private void qualifiedName(Expression.Name name) {
        if (name.parts().size() > 2) {
            super.name(new Expression.Name(
                    name.span(),
                    name.parts().subList(name.parts().size() - 2, name.parts().size())));
        } else {
            super.name(name);
        }
    }

    private String plainName(Expression.Name name) {
        return fold(name.last());
    }

    private boolean maybeLocal(Expression.Name name) {
        String qualifier =
                name.parts().size() > 1 ? fold(name.parts().get(name.parts().size() - 2)) : "";
        return scope.local(qualifier, fold(name.last())).isPresent() || !scope.known();
    }

    @Override
    public void value(Expression e) {
        if (groups != null && !groups.isEmpty() && !(e instanceof Expression.Name)) {
            Set<String> active = groups;
            groups = null;
            String plain = out.captured(() -> super.value(e));
            groups = active;
            if (active.contains(plain)) {
                out.add(plain);
                return;
            }
        }
        super.value(e);
    }

    /** Rows are not grouped yet where they are chosen. */
    @Override
    protected void rows(Query.Select select) {
        Set<String> active = groups;
        groups = null;
        super.rows(select);
        groups = active;
    }

    /** What a group is aggregated from is not grouped. */
    @Override
    protected void call(Expression.Call call) {
        boolean aggregate = Aggregates.named(call.function());
        Set<String> active = groups;
        groups = aggregate ? null : groups;
        super.call(call);
        groups = active;
    }

    @Override
    protected void orderBy(Query.Select select, Query around) {
        if (select.rollup() && around.orderBy().isEmpty()) {
            // The engine may give the sums anywhere.
            String separator = " ORDER BY ";
            for (Expression.OrderItem key : select.groupBy()) {
                Expression grouped = meaning(key.expression(), select);
                String text = out.captured(() -> value(grouped));
                out.add(separator).add("GROUPING(").add(text).add("), ").add(text);
                separator = ", ";
            }
        } else if (around.orderBy().size() != 1 || !(around.orderBy().get(0).expression() instanceof Expression.Null)) {
            super.orderBy(select, around);
        }
    }

    @Override
    protected String ordinal(Expression.Numeral number) {
        return context.looking(number.text());
    }

    @Override
    protected void nullOrder(Expression.OrderItem item, boolean notNull) {
        if (!notNull) {
            out.add(item.descending() ? " NULLS LAST" : " NULLS FIRST");
        }
    }

    @Override
    protected void orderValue(Expression e) {
        Optional<Members> members = sortsAsText ? Optional.empty() : members(e);
        if (members.isPresent()) {
            memberNumber(members.get(), e);
        } else {
            value(e);
        }
    }

    @Override
    protected void orderValue(Expression e, String place) {
        if (!sortsAsText && members(e).isPresent()) {
            orderValue(e);
        } else {
            super.orderValue(e, place);
        }
    }

    @Override
    protected void orderItem(Expression.OrderItem item) {
        orderValue(item.expression());
        out.add(item.descending() ? " DESC" : "");
        nullOrder(item, notNull(item.expression()));
    }
}
