package io.heliosdb.sql.rewrite;

import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Identifier;
import io.heliosdb.sql.rewrite.tree.Query;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes what {@link PlainParser} reads, by the framework's own rules. */
final class PlainWriter extends QueryWriter {
    private static final List<Scope.Column> COLUMNS = List.of(
            new Scope.Column("id", "id", ValueKind.INTEGER, true),
            new Scope.Column("name", "Name", ValueKind.TEXT, false));

    private final String sql;

    PlainWriter(String sql, EngineText out) {
        super(out);
        this.sql = sql;
    }

    static String rewritten(String sql) {
        EngineText out = new EngineText();
        new PlainWriter(sql, out).query(PlainParser.of(sql).whole(), Labels.CLIENT);
        return out.toString();
    }

    @Override
    protected String fold(Identifier identifier) {
        return identifier.quoted() ? identifier.text() : identifier.text().toLowerCase(Locale.ROOT);
    }

    @Override
    protected void table(List<Identifier> name) {
        String separator = "";
        for (Identifier part : name) {
            out.add(separator).name(fold(part));
            separator = ".";
        }
    }

    @Override
    protected Optional<List<Scope.Column>> columns(List<Identifier> name) {
        return name.get(0).is("t") ? Optional.of(COLUMNS) : Optional.empty();
    }

    @Override
    protected String label(Query.Item item) {
        return item.alias()
                .map(Identifier::text)
                .orElseGet(() -> item.expression() instanceof Expression.Name name
                        ? fold(name.last())
                        : item.span().of(sql));
    }

    @Override
    protected void nullOrder(Expression.OrderItem item, boolean notNull) {
        super.nullOrder(item, notNull);
        out.add(notNull ? "" : " /* may be NULL */");
    }

    @Override
    protected ValueKind kind(Expression e) {
        return e instanceof Expression.Name name
                ? column(name).map(Scope.Column::kind).orElse(ValueKind.UNKNOWN)
                : ValueKind.UNKNOWN;
    }
}
