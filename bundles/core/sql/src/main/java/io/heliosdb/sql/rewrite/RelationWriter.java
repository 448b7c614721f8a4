package io.heliosdb.sql.rewrite;

import io.heliosdb.spi.dialect.TableColumn;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Identifier;
import io.heliosdb.sql.rewrite.tree.Query;
import io.heliosdb.sql.rewrite.tree.TableReference;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/** Writes what follows FROM, and knows the columns of what stands there. */
public abstract class RelationWriter extends ExpressionWriter {
    /** The relations that names may come from. */
    protected Scope scope = new Scope(null);

    /** The text of each derived table. */
    private final IdentityHashMap<TableReference, String> written = new IdentityHashMap<>();

    protected RelationWriter(EngineText out) {
        super(out);
    }

    /** Writes the name of a table. */
    protected abstract void table(List<Identifier> name);

    /** The columns of a table; empty where they are not known. */
    protected abstract Optional<List<Scope.Column>> columns(List<Identifier> name);

    /**
     * Writes a query whose columns the one around it uses.
     *
     * @return these columns, empty where they are not known
     */
    protected abstract Optional<List<Scope.Column>> derived(Query query);

    /** The column that a name means, where it is known. */
    protected final Optional<Scope.Column> column(Expression.Name name) {
        List<Identifier> parts = name.parts();
        String qualifier = parts.size() > 1 ? fold(parts.get(parts.size() - 2)) : "";
        return scope.column(qualifier, fold(name.last()));
    }

    /** Whether an expression is never NULL, as far as its columns say. */
    protected boolean notNull(Expression e) {
        if (e instanceof Expression.Name name) {
            return column(name).map(Scope.Column::notNull).orElse(false);
        }
        return e instanceof Expression.Numeral || e instanceof Expression.Text;
    }

    /** The column of a table that an expression is, where it is known to be one. */
    protected Optional<TableColumn> origin(Expression e) {
        return e instanceof Expression.Name name ? column(name).flatMap(Scope.Column::origin) : Optional.empty();
    }

    /** The columns that a star means, empty where they are not known. */
    protected final Optional<List<Scope.Column>> expanded(Expression.Star star) {
        String qualifier = star.qualifier().isEmpty()
                ? ""
                : fold(star.qualifier().get(star.qualifier().size() - 1));
        List<Scope.Column> columns = new ArrayList<>();
        for (Scope.Relation relation : scope.relations()) {
            if (qualifier.isEmpty() || relation.name().equals(qualifier)) {
                if (relation.columns().isEmpty()) {
                    return Optional.empty();
                }
                columns.addAll(relation.columns().get());
            }
        }
        return Optional.of(columns);
    }

    /** Makes the relations of a FROM known to the scope, and writes its derived tables aside. */
    public void collect(TableReference reference, boolean nullable) {
        if (reference instanceof TableReference.Join join) {
            collect(
                    join.left(),
                    nullable || join.type().equals("RIGHT") || join.type().equals("FULL"));
            collect(
                    join.right(),
                    nullable || join.type().equals("LEFT") || join.type().equals("FULL"));
        } else if (reference instanceof TableReference.Named named) {
            Optional<List<Scope.Column>> columns = named.name().size() == 1
                    ? scope.commonTable(fold(named.name().get(0)))
                    : Optional.empty();
            if (columns.isEmpty()) {
                columns = columns(named.name());
            }
            add(fold(named.correlation()), columns, nullable);
        } else if (reference instanceof TableReference.Derived table) {
            List<Optional<List<Scope.Column>>> columns = new ArrayList<>();
            written.put(table, out.captured(() -> columns.add(derived(table.query()))));
            table.alias().ifPresent(alias -> add(fold(alias), renamed(columns.get(0), table.columns()), nullable));
        } else {
            ((TableReference.Function) reference)
                    .alias()
                    .ifPresent(alias -> add(fold(alias), Optional.empty(), nullable));
        }
    }

    private void add(String name, Optional<List<Scope.Column>> columns, boolean nullable) {
        scope.add(new Scope.Relation(name, columns.filter(list -> !list.isEmpty()), nullable));
    }

    final Optional<List<Scope.Column>> renamed(Optional<List<Scope.Column>> columns, List<Identifier> names) {
        if (names.isEmpty() || columns.isEmpty() || columns.get().size() != names.size()) {
            return names.isEmpty() ? columns : Optional.empty();
        }
        List<Scope.Column> renamed = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Scope.Column column = columns.get().get(i);
            renamed.add(new Scope.Column(
                    fold(names.get(i)), names.get(i).text(), column.kind(), column.notNull(), column.origin()));
        }
        return Optional.of(renamed);
    }

    /** Writes a FROM whose relations were collected. */
    public final void from(TableReference reference) {
        if (reference instanceof TableReference.Join join) {
            join(join);
        } else if (reference instanceof TableReference.Named named) {
            named(named);
        } else if (reference instanceof TableReference.Derived table) {
            out.add(table.lateral() ? "LATERAL (" : "(").add(written.get(table)).add(")");
            table.alias().ifPresent(alias -> out.add(" AS ").name(fold(alias)));
            columnNames(table.columns());
        } else {
            tableFunction((TableReference.Function) reference);
        }
    }

    /** Writes a table with its alias. */
    protected void named(TableReference.Named named) {
        table(named.name());
        named.alias().ifPresent(alias -> out.add(" AS ").name(fold(alias)));
    }

    private void join(TableReference.Join join) {
        from(join.left());
        out.add(join.natural() ? " NATURAL" : "");
        out.add(join.type().equals("INNER") ? " JOIN " : " " + join.type() + " JOIN ");
        if (join.right() instanceof TableReference.Join) {
            parenthesized(() -> from(join.right()));
        } else {
            from(join.right());
        }
        if (join.on().isPresent()) {
            out.add(" ON ");
            condition(join.on().get());
        }
        if (!join.using().isEmpty()) {
            out.add(" USING");
            columnNames(join.using());
        }
    }

    /** Writes a function in the place of a table. */
    protected void tableFunction(TableReference.Function function) {
        call(function.call());
        function.alias().ifPresent(alias -> out.add(" AS ").name(fold(alias)));
    }

    final void columnNames(List<Identifier> names) {
        if (names.isEmpty()) {
            return;
        }
        out.add(" (");
        String separator = "";
        for (Identifier name : names) {
            out.add(separator).name(fold(name));
            separator = ", ";
        }
        out.add(")");
    }
}
