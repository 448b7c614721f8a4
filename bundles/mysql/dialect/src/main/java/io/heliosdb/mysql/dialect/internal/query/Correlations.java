package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.sql.rewrite.Scope;
import io.heliosdb.sql.rewrite.tree.Expression;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a statement calls the tables that the columns of its result are of; empty for one that is of none. */
final class Correlations {
    private final List<String> names = new ArrayList<>();
    private boolean known = true;

    /** Adds what one column of the result, or a star, is qualified with. */
    void add(Expression e, Scope scope) {
        if (e instanceof Expression.Star star) {
            String qualifier = star.qualifier().isEmpty()
                    ? ""
                    : TranslationContext.lower(
                            star.qualifier().get(star.qualifier().size() - 1));
            for (Scope.Relation relation : scope.relations()) {
                if (qualifier.isEmpty() || relation.name().equals(qualifier)) {
                    int columns = relation.columns().map(List::size).orElse(0);
                    names.addAll(Collections.nCopies(columns, relation.name()));
                }
            }
        } else if (e instanceof Expression.Name name && name.parts().size() > 1) {
            names.add(TranslationContext.lower(name.parts().get(name.parts().size() - 2)));
        } else if (e instanceof Expression.Name name) {
            names.add(scope.relations().stream()
                    .filter(relation -> relation.columns().orElse(List.of()).stream()
                            .anyMatch(column -> column.name().equals(TranslationContext.lower(name.last()))))
                    .map(Scope.Relation::name)
                    .findFirst()
                    .orElse(""));
        } else {
            names.add("");
        }
    }

    /** From now on nobody can say which column is of which table. */
    void forget() {
        known = false;
    }

    /** As {@link io.heliosdb.spi.dialect.Step#correlations}. */
    List<String> list() {
        return known ? names : List.of();
    }
}
