package io.heliosdb.sql.session.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.TableColumn;
import io.heliosdb.spi.dialect.TableName;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.type.Row;
import io.heliosdb.sql.session.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks a table up in the engine's catalog: one batch of two statements. */
final class TableLookup implements Answer {
    private static final String COLUMN_STATEMENT = "helios_columns";
    private static final String KEY_STATEMENT = "helios_keys";
    private static final String KEY_SEPARATOR = "\u001f";
    private static final String TRUE = "t";
    private static final List<Integer> TWO_TEXTS = List.of(PgTypes.TEXT, PgTypes.TEXT);
    private static final List<Integer> THREE_TEXTS = List.of(PgTypes.TEXT, PgTypes.TEXT, PgTypes.TEXT);

    private static final String RELATION =
            "pg_catalog.to_regclass(CASE WHEN $1 = '' THEN '' ELSE pg_catalog.quote_ident($1) || '.' END"
                    + " || pg_catalog.quote_ident($2))";

    private static final String DECLARATIONS =
            "LEFT JOIN helios.declarations x ON x.relation = c.oid AND x.attribute = a.attnum AND x.name = a.attname"
                    + " AND x.dialect = $3"
                    + " LEFT JOIN helios.declarations o ON o.relation = c.oid AND o.attribute = 0"
                    + " AND o.dialect = $3 || '.order'";

    /** The order in which the dialect's definitions have put the columns, and behind them those that came later. */
    private static final String ORDER =
            "coalesce(pg_catalog.array_position(pg_catalog.string_to_array(o.declaration, ',')::int2[], a.attnum),"
                    + " 10000 + a.attnum)";

    private final TableName name;
    private final Consumer<Optional<Table>> found;
    private final Consumer<HeliosException> refused;
    private final List<TableColumn> columns = new ArrayList<>();
    private final List<List<String>> keys = new ArrayList<>();
    private boolean atKeys;
    private int oid;
    private String schema = "";
    private String relation = "";
    private boolean primaryKey;
    private boolean view;
    private HeliosException error;

    TableLookup(TableName name, Consumer<Optional<Table>> found, Consumer<HeliosException> refused) {
        this.name = name;
        this.found = found;
        this.refused = refused;
    }

    /** Makes the engine know the two statements; once for a session, at the beginning of the batch that needs them. */
    static void prepare(FrontendWriter out, boolean declarations) {
        out.parse(
                COLUMN_STATEMENT,
                """
            SELECT c.oid, n.nspname, c.relname, a.attname, a.attnum,
              CASE t.typtype WHEN 'd' THEN t.typname ELSE pg_catalog.format_type(a.atttypid, NULL) END,
              CASE t.typtype WHEN 'd' THEN t.typtypmod ELSE a.atttypmod END,
              a.attnotnull OR t.typnotnull,
              a.attidentity <> '' OR coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%%', false),
              pg_catalog.pg_get_expr(d.adbin, d.adrelid), pg_catalog.col_description(c.oid, a.attnum), %s,
              c.relkind IN ('v', 'm')
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
            %s
            WHERE c.oid = %s AND $3::text IS NOT NULL
            ORDER BY %s"""
                        .formatted(
                                declarations ? "x.label, x.declaration" : "NULL::text, NULL::text",
                                declarations ? DECLARATIONS : "",
                                RELATION,
                                declarations ? ORDER : "a.attnum"),
                THREE_TEXTS);
        out.parse(
                KEY_STATEMENT,
                """
            SELECT i.indisprimary, (SELECT pg_catalog.string_agg(a.attname, %s ORDER BY k.place)
              FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS k(number, place)
              JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
              WHERE k.place <= i.indnkeyatts)
            FROM pg_catalog.pg_index i
            WHERE i.indrelid = %s AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
            ORDER BY i.indisprimary DESC, i.indexrelid"""
                        .formatted("E'" + KEY_SEPARATOR + "'", RELATION),
                TWO_TEXTS);
    }

    void write(FrontendWriter out, String dialect) {
        Parameter schemaParameter = text(name.schema());
        Parameter nameParameter = text(name.name());
        out.bind(
                COLUMN_STATEMENT,
                List.of(schemaParameter, nameParameter, text(dialect)),
                THREE_TEXTS,
                FrontendWriter.TEXT);
        out.execute();
        out.bind(KEY_STATEMENT, List.of(schemaParameter, nameParameter), TWO_TEXTS, FrontendWriter.TEXT);
        out.execute();
    }

    private static Parameter text(String value) {
        return new Parameter(PgTypes.TEXT, value.getBytes(UTF_8));
    }

    @Override
    public void row(Row row) {
        if (atKeys) {
            primaryKey |= TRUE.equals(cell(row, 0));
            keys.add(List.of(cell(row, 1).split(KEY_SEPARATOR)));
            return;
        }
        oid = Integer.parseUnsignedInt(cell(row, 0));
        schema = cell(row, 1);
        relation = cell(row, 2);
        view = TRUE.equals(cell(row, 13));
        columns.add(new TableColumn(
                cell(row, 3),
                Integer.parseInt(cell(row, 4)),
                cell(row, 5),
                Integer.parseInt(cell(row, 6)),
                TRUE.equals(cell(row, 7)),
                TRUE.equals(cell(row, 8)),
                Optional.ofNullable(cell(row, 9)),
                Optional.ofNullable(cell(row, 10)),
                Optional.ofNullable(cell(row, 11)),
                Optional.ofNullable(cell(row, 12))));
    }

    private static String cell(Row row, int column) {
        return row.isNull(column) ? null : row.body().toString(row.offset(column), row.length(column), UTF_8);
    }

    @Override
    public void done(String tag) {
        atKeys = true;
    }

    @Override
    public void failed(HeliosException reason) {
        error = reason;
    }

    @Override
    public void ready(TransactionStatus status) {
        if (error != null) {
            refused.accept(error);
        } else if (columns.isEmpty()) {
            found.accept(Optional.empty());
        } else {
            found.accept(Optional.of(new Table(oid, schema, relation, columns, keys, primaryKey, view)));
        }
    }
}
