package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Expression.Call;
import io.heliosdb.sql.rewrite.tree.Query;
import java.util.Locale;
import java.util.Set;

/** Functions over the rows of a group, and who calls them. */
final class Aggregates {
    private static final Set<String> NAMES = Set.of(
            "count",
            "sum",
            "avg",
            "min",
            "max",
            "group_concat",
            "bit_and",
            "bit_or",
            "bit_xor",
            "std",
            "stddev",
            "stddev_pop",
            "stddev_samp",
            "var_pop",
            "var_samp",
            "variance",
            "json_arrayagg",
            "json_objectagg",
            "any_value");

    private Aggregates() {}

    /** @param function its name, lower-case */
    static boolean named(String function) {
        return NAMES.contains(function);
    }

    /** Whether an expression aggregates rows, subqueries and windows aside. */
    static boolean in(Expression e) {
        boolean aggregate = e instanceof Call call
                && call.over().isEmpty()
                && named(call.function().toLowerCase(Locale.ROOT));
        return aggregate || Parts.of(e).stream().anyMatch(Aggregates::in);
    }

    /** Whether the rows of a SELECT are groups. */
    static boolean in(Query.Select select) {
        return !select.groupBy().isEmpty()
                || select.items().stream().anyMatch(item -> in(item.expression()))
                || select.having().filter(Aggregates::in).isPresent();
    }

    /** Whether an expression calls a function over a window. */
    static boolean windowed(Expression e) {
        return (e instanceof Call call && call.over().isPresent())
                || Parts.of(e).stream().anyMatch(Aggregates::windowed);
    }
}
