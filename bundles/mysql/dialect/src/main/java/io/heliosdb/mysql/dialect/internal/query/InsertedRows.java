package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.TableColumn;
import io.heliosdb.spi.dialect.TableName;
import io.heliosdb.sql.rewrite.ValueKind;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Manipulation;
import io.heliosdb.sql.rewrite.tree.Span;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rows that an INSERT or REPLACE brings: their columns, their values, and which keys they bring or ask for. */
final class InsertedRows {
    private final TranslationContext context;
    private final Manipulation.Insert insert;
    private final Optional<Table> table;
    private final Optional<TableColumn> generated;
    private final List<String> columns = new ArrayList<>();
    private final List<List<Expression>> rows = new ArrayList<>();
    private boolean spelledOut;

    InsertedRows(TranslationContext context, Manipulation.Insert insert, TableName name) {
        this.context = context;
        this.insert = insert;
        table = context.table(name);
        generated = table.flatMap(Table::generated);
        insert.columns().forEach(column -> columns.add(TranslationContext.lower(column)));
        if (!insert.columnsGiven() && table.isPresent() && !defaultsOnly()) {
            table.get().columns().forEach(column -> columns.add(column.name()));
        }
        columns.forEach(this::check);
        readRows();
        if (defaultsOnly() && rows.size() > 1 && table.isPresent() && columns.isEmpty()) {
            // The engine's DEFAULT VALUES is one row.
            table.get().columns().forEach(column -> columns.add(column.name()));
            rows.forEach(row ->
                    columns.forEach(column -> row.add(new Manipulation.Default(insert.span(), Optional.empty()))));
            spelledOut = true;
        }
    }

    private void readRows() {
        int number = 1;
        for (List<Expression> row : insert.rows()) {
            boolean counted = insert.columnsGiven() || table.isPresent();
            if (counted && row.size() != columns.size() && !defaultsOnly()) {
                throw MySqlErrors.of(1136, "Column count doesn't match value count at row " + number);
            }
            Map<String, Expression> earlier = new HashMap<>();
            List<Expression> values = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                // A value may use the columns to its left.
                Expression value = new Aliases(earlier, TranslationContext::lower).in(row.get(i));
                values.add(value);
                if (i < columns.size()) {
                    earlier.put(columns.get(i), value);
                }
            }
            rows.add(values);
            number++;
        }
    }

    /** A column that the table does not have is an error: 1054. */
    void check(String column) {
        if (table.isPresent() && column(column).isEmpty()) {
            throw MySqlErrors.unknownColumn(column);
        }
    }

    /** Whether it is {@code INSERT INTO t VALUES ()}. */
    boolean defaultsOnly() {
        return !spelledOut && insert.query().isEmpty() && insert.rows().stream().allMatch(List::isEmpty);
    }

    /** Columns that must have a value and get none: an error, or a zero of their type where sql_mode is not strict. */
    void addImplicitDefaults() {
        if (table.isEmpty()) {
            return;
        }
        for (TableColumn column : table.get().columns()) {
            boolean missing = column.notNull()
                    && !column.generated()
                    && column.defaultValue().isEmpty()
                    && !columns.contains(column.name());
            if (!missing) {
                continue;
            }
            if (context.strict() && !ignoring()) {
                throw MySqlErrors.of(
                        1364, "Field '" + column.label().orElse(column.name()) + "' doesn't have a default value");
            }
            if (insert.query().isEmpty()) {
                columns.add(column.name());
                rows.forEach(row -> row.add(zero(column)));
            }
        }
    }

    /** The value that a column has where nothing else is said. */
    static Expression zero(TableColumn column) {
        ValueKind kind = Kinds.ofType(column.type());
        boolean number = kind.number() || kind == ValueKind.BOOLEAN;
        return number
                ? new Expression.Numeral(Span.NONE, "0")
                : Expression.Text.of(
                        switch (kind) {
                            case TIME -> "00:00:00";
                            case JSON -> "null";
                            case DATE, TIMESTAMP -> "0000-00-00";
                            default -> "";
                        });
    }

    /** Leaves out all rows but one. */
    void keepOnly(List<Expression> row) {
        rows.clear();
        rows.add(row);
    }

    /** The table; empty where it is not known. */
    Optional<Table> table() {
        return table;
    }

    /** The column whose keys are generated. */
    Optional<TableColumn> generated() {
        return generated;
    }

    /** The names of the columns that get a value. */
    List<String> columns() {
        return columns;
    }

    /** The values of each row, none where a query gives them. */
    List<List<Expression>> rows() {
        return rows;
    }

    /** Whether it is INSERT IGNORE. */
    boolean ignoring() {
        return insert.options().contains("IGNORE");
    }

    /** The table's column of that name; empty where the table is not known. */
    Optional<TableColumn> column(String column) {
        return table.flatMap(known -> known.column(column));
    }

    /** The unique keys that a new row can meet: all of their columns get a value that is not made up for it. */
    List<List<String>> conflictingKeys() {
        List<List<String>> keys = new ArrayList<>();
        for (List<String> key : table.map(Table::uniqueKeys).orElse(List.of())) {
            if (key.stream().allMatch(this::given) && !keys.contains(key)) {
                keys.add(key);
            }
        }
        return keys;
    }

    private boolean given(String column) {
        int at = columns.indexOf(column);
        if (at < 0) {
            return false;
        }
        boolean key = generated.filter(g -> g.name().equals(column)).isPresent();
        return !key || insert.query().isPresent() || rows.stream().anyMatch(row -> !makesKey(row.get(at)));
    }

    /** Whether two of the rows may have the same key. */
    boolean mayMeet(List<List<String>> keys) {
        for (List<String> key : keys) {
            Set<List<String>> seen = new HashSet<>();
            for (List<Expression> row : rows) {
                List<String> values = new ArrayList<>();
                boolean free = false;
                for (String column : key) {
                    Expression value = row.get(columns.indexOf(column));
                    boolean generates = makesKey(value)
                            && generated.filter(g -> g.name().equals(column)).isPresent();
                    if (generates || value instanceof Expression.Null) {
                        // no key that another row could have
                        free = true;
                    } else if (value instanceof Expression.Text text && !Literals.binary(value)) {
                        values.add(folded(context.looking(text.value())));
                    } else if (value instanceof Expression.Numeral numeral) {
                        values.add(folded(context.looking(numeral.text())));
                    } else {
                        return true;
                    }
                }
                if (!free && !seen.add(values)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What two values have in common that some collation or type may take for the same. */
    private static String folded(String value) {
        if (Literals.number(value)) {
            return new BigDecimal(value.strip()).stripTrailingZeros().toString();
        }
        return Normalizer.normalize(value, Normalizer.Form.NFKD)
                .replaceAll("[^\\p{L}\\p{N}]", "")
                .toLowerCase(Locale.ROOT);
    }

    /** Whether a value asks for a generated key, whatever it is: 0 does so, too, but is not looked at here. */
    static boolean makesKey(Expression value) {
        return value instanceof Expression.Null || value instanceof Manipulation.Default;
    }

    /** Which of the columns has generated keys, -1 for none. */
    int keyPosition() {
        return generated.map(column -> columns.indexOf(column.name())).orElse(-1);
    }

    /** Whether every key is a generated one. */
    boolean madeOnly() {
        int at = keyPosition();
        return at < 0 || (insert.query().isEmpty() && rows.stream().allMatch(row -> makesKey(row.get(at))));
    }

    /** Whether some key is, or may be, a generated one. */
    boolean keysMade() {
        return keyPosition() < 0 || insert.query().isEmpty();
    }
}
