package io.heliosdb.sql.rewrite;

import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Query;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Writes GROUP BY, HAVING and ORDER BY: there, names and numbers may mean columns of the result. */
public abstract class KeyWriter extends RelationWriter {
    /** What names mean that label a column of the result, where such names may stand. */
    Map<String, Expression> aliases = Map.of();

    protected KeyWriter(EngineText out) {
        super(out);
    }

    /** Writes GROUP BY, if there is any. */
    protected final void groupBy(Query.Select select) {
        if (select.groupBy().isEmpty()) {
            return;
        }
        out.add(" GROUP BY ").add(select.rollup() ? "ROLLUP (" : "");
        String separator = "";
        for (Expression.OrderItem item : select.groupBy()) {
            out.add(separator);
            groupKey(item.expression(), select);
            separator = ", ";
        }
        out.add(select.rollup() ? ")" : "");
    }

    /** Writes one key of GROUP BY: a column of the tables comes before one of the result. */
    protected final void groupKey(Expression key, Query.Select select) {
        if (key instanceof Expression.Numeral numeral) {
            out.add(ordinal(numeral));
            return;
        }
        int position = own(key) ? -1 : position(key, select);
        if (position > 0) {
            out.add(Integer.toString(position));
            return;
        }
        withAliases(select, name -> scope.local("", name).isPresent(), () -> value(key));
    }

    private boolean own(Expression key) {
        return key instanceof Expression.Name name
                && name.parts().size() == 1
                && scope.local("", fold(name.last())).isPresent();
    }

    /** The number of the column that a name labels, from 1; -1 where there is none or it cannot be counted. */
    private int position(Expression key, Query.Select select) {
        if (!(key instanceof Expression.Name written) || written.parts().size() > 1) {
            return -1;
        }
        String name = fold(written.last());
        int position = 1;
        for (Query.Item item : select.items()) {
            if (item.expression() instanceof Expression.Star) {
                return -1;
            }
            if (item.alias().isPresent() && fold(item.alias().get()).equals(name)) {
                return position;
            }
            position++;
        }
        return -1;
    }

    /** The number of a column of the result that is ordered or grouped by. */
    protected String ordinal(Expression.Numeral number) {
        return number.text();
    }

    /** Writes HAVING, if there is any: a column that is grouped by comes before one of the result. */
    protected final void having(Query.Select select) {
        if (select.having().isPresent()) {
            out.add(" HAVING ");
            withAliases(
                    select,
                    name -> grouped(name, select),
                    () -> condition(select.having().get()));
        }
    }

    /** Whether a name is a column of the tables that is grouped by. */
    private boolean grouped(String name, Query.Select select) {
        return scope.local("", name).isPresent()
                && select.groupBy().stream()
                        .map(Expression.OrderItem::expression)
                        .anyMatch(key -> key instanceof Expression.Name column
                                && fold(column.last()).equals(name));
    }

    /** Writes the keys of ORDER BY: a column of the result comes before one of the tables. */
    protected final void orderKeys(List<Expression.OrderItem> keys, Optional<Query.Select> select) {
        String separator = "";
        for (Expression.OrderItem key : keys) {
            out.add(separator);
            orderKey(key, select);
            separator = ", ";
        }
    }

    private void orderKey(Expression.OrderItem key, Optional<Query.Select> select) {
        Expression meant = key.expression();
        int position = select.map(s -> position(key.expression(), s)).orElse(-1);
        if (position > 0) {
            meant = select.orElseThrow().items().get(position - 1).expression();
            orderValue(meant, Integer.toString(position));
        } else if (key.expression() instanceof Expression.Numeral numeral) {
            String ordinal = ordinal(numeral);
            meant = select.flatMap(s -> item(ordinal, s)).orElse(meant);
            orderValue(meant, ordinal);
        } else if (key.expression() instanceof Expression.Text) {
            // A constant orders nothing, and the engine refuses it.
            out.add("NULL");
        } else if (select.isPresent()) {
            withAliases(select.get(), name -> false, () -> orderValue(key.expression()));
        } else {
            orderValue(key.expression());
        }
        out.add(key.descending() ? " DESC" : "");
        nullOrder(key, notNull(meant));
    }

    /** What stands in a place of the result, from 1; empty where there is no such place or a star hides it. */
    private static Optional<Expression> item(String ordinal, Query.Select select) {
        boolean counted = ordinal.matches("[0-9]{1,9}")
                && select.items().stream().noneMatch(item -> item.expression() instanceof Expression.Star);
        int place = counted ? Integer.parseInt(ordinal) : 0;
        return place > 0 && place <= select.items().size()
                ? Optional.of(select.items().get(place - 1).expression())
                : Optional.empty();
    }

    /** Writes what is ordered by. */
    protected void orderValue(Expression e) {
        value(e);
    }

    /**
     * Writes the same for a column of the result.
     *
     * @param place its number
     */
    protected void orderValue(Expression e, String place) {
        out.add(place);
    }

    /** Writes the order of NULLs where it is not the engine's: after a key and its direction. */
    protected void nullOrder(Expression.OrderItem item, boolean notNull) {
        if (!item.nulls().isEmpty()) {
            out.add(" NULLS ").add(item.nulls());
        }
    }

    /** Lets names mean columns of the result, but for some. */
    protected final void withAliases(Query.Select select, Predicate<String> hidden, Runnable writing) {
        Map<String, Expression> visible = new HashMap<>();
        for (Query.Item item : select.items()) {
            item.alias()
                    .map(this::fold)
                    .filter(hidden.negate())
                    .ifPresent(alias -> visible.putIfAbsent(alias, item.expression()));
        }
        withAliases(visible, writing);
    }

    /** Lets names mean those expressions, and no column of the result beside. */
    private void withAliases(Map<String, Expression> visible, Runnable writing) {
        Map<String, Expression> before = aliases;
        aliases = visible;
        try {
            writing.run();
        } finally {
            aliases = before;
        }
    }

    /** The expression that a name stands for where columns of the result may be named. */
    protected final Optional<Expression> aliased(Expression.Name name) {
        return name.parts().size() == 1 ? Optional.ofNullable(aliases.get(fold(name.last()))) : Optional.empty();
    }

    @Override
    protected void name(Expression.Name name) {
        Optional<Expression> meant = aliased(name);
        if (meant.isEmpty()) {
            super.name(name);
        } else {
            withAliases(Map.of(), () -> operand(meant.get()));
        }
    }
}
