package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Query;
import io.heliosdb.sql.rewrite.tree.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** SELECTs in another form that means the same, which the engine takes. */
final class SelectForms {
    private SelectForms() {}

    /** HAVING in a SELECT that aggregates nothing is one more condition of its rows. */
    static Query.Select filtered(Query.Select select) {
        if (select.having().isEmpty() || Aggregates.in(select)) {
            return select;
        }
        Expression having = new Aliases(select, TranslationContext::lower)
                .in(select.having().get());
        Expression where = select.where()
                .map(condition -> (Expression) new Expression.Infix(having.span(), "AND", condition, having))
                .orElse(having);
        return new Query.Select(
                select.span(),
                select.options(),
                select.items(),
                select.from(),
                Optional.of(where),
                List.of(),
                false,
                Optional.empty(),
                select.windows());
    }

    /** DISTINCT as a GROUP BY of every column. */
    static Query.Select distinctAsGroups(Query.Select select) {
        List<Expression.OrderItem> keys = new ArrayList<>();
        for (int place = 1; place <= select.items().size(); place++) {
            keys.add(new Expression.OrderItem(new Expression.Numeral(Span.NONE, Integer.toString(place)), false, ""));
        }
        return new Query.Select(
                select.span(),
                select.options().stream()
                        .filter(option -> !option.equals("DISTINCT"))
                        .toList(),
                select.items(),
                select.from(),
                select.where(),
                keys,
                false,
                select.having(),
                select.windows());
    }
}
