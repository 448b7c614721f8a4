package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.TableColumn;
import io.heliosdb.spi.dialect.TableName;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Identifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What one translation reads, and what it finds out on its way. */
final class TranslationContext {
    private static final Set<String> VIRTUAL = Set.of("information_schema", "performance_schema", "mysql", "sys");

    private final String sql;
    private final SessionValues session;
    private final Catalog catalog;
    private final Set<SqlMode> mode;
    private final Set<TableName> tables = new LinkedHashSet<>();
    private final List<Consumer<Outcome>> effects = new ArrayList<>();
    private final Set<Expression.Text> truncated = new HashSet<>();
    private final Consumer<CharSequence> needs;
    private final boolean ofTheMoment;
    private boolean reusable = true;
    private boolean reordered;

    TranslationContext(String sql, SessionValues session, Catalog catalog) {
        this(sql, session, catalog, text -> {}, true);
    }

    /** @param needs told of a literal before a rule looks at its value */
    TranslationContext(String sql, SessionValues session, Catalog catalog, Consumer<CharSequence> needs) {
        this(sql, session, catalog, needs, false);
    }

    private TranslationContext(
            String sql, SessionValues session, Catalog catalog, Consumer<CharSequence> needs, boolean ofTheMoment) {
        this.needs = needs;
        this.ofTheMoment = ofTheMoment;
        this.sql = sql;
        this.session = session;
        this.catalog = catalog;
        this.mode = session.sqlMode();
    }

    String sql() {
        return sql;
    }

    boolean has(SqlMode flag) {
        return mode.contains(flag);
    }

    Set<SqlMode> mode() {
        return mode;
    }

    boolean strict() {
        return has(SqlMode.STRICT_TRANS_TABLES) || has(SqlMode.STRICT_ALL_TABLES);
    }

    /** The value of a literal that a rule is about to look at: the translation is one for this value only. */
    String looking(String literal) {
        needs.accept(literal);
        return literal;
    }

    /** Whether nobody keeps the translation for other literals: it may be as these ones need it. */
    boolean ofTheMoment() {
        return ofTheMoment;
    }

    /** The session, for a value that does not outlive this translation. */
    SessionValues volatileSession() {
        reusable = false;
        return session;
    }

    /** The session, for what a reusable translation may depend on. */
    SessionValues session() {
        return session;
    }

    boolean reusable() {
        return reusable;
    }

    /** Something to do when the statement has succeeded. */
    void effect(Consumer<Outcome> effect) {
        reusable = false;
        effects.add(effect);
    }

    /** A literal is no number of that type, or not all of it is: its statement has a warning. */
    void truncated(String type, Expression.Text literal) {
        if (truncated.add(literal)) {
            effect(outcome -> session.warn(1292, "Truncated incorrect " + type + " value: '" + literal.value() + "'"));
        }
    }

    Consumer<Outcome> succeeded(Consumer<Outcome> otherwise) {
        if (effects.isEmpty()) {
            return otherwise;
        }
        List<Consumer<Outcome>> all = List.copyOf(effects);
        return outcome -> all.forEach(effect -> effect.accept(outcome));
    }

    List<TableName> tables() {
        return List.copyOf(tables);
    }

    /** The engine's name of a table that a statement names. */
    TableName tableName(List<Identifier> name) {
        String table = lower(name.get(name.size() - 1));
        if (name.size() > 1) {
            return inDatabase(lower(name.get(name.size() - 2)), table);
        }
        Optional<String> database = session.database();
        if (database.isEmpty()) {
            throw MySqlErrors.of(1046, "No database selected");
        }
        String current = database.get().toLowerCase(Locale.ROOT);
        return VIRTUAL.contains(current) ? inDatabase(current, table) : new TableName("", table);
    }

    private TableName inDatabase(String database, String table) {
        if (VIRTUAL.contains(database)) {
            return new TableName("helios_mysql", database + "_" + table);
        }
        if (session.database().filter(database::equalsIgnoreCase).isPresent()) {
            // Temporary tables of the current database come first.
            return new TableName("", table);
        }
        boolean main = database.equalsIgnoreCase(session.defaultDatabase());
        return new TableName(main ? "public" : database, table);
    }

    /** Whether the name is one of a view that MySQL spells in upper case. */
    boolean informationSchema(TableName name) {
        return name.schema().equals("helios_mysql") && name.name().startsWith("information_schema_");
    }

    /** Whether the statement names such a view. */
    boolean readsInformationSchema() {
        return tables.stream().anyMatch(this::informationSchema);
    }

    /** Whether a table's columns are in another order than the engine has them. */
    private static boolean reordered(Table table) {
        int last = 0;
        for (TableColumn column : table.columns()) {
            if (column.attributeNumber() < last) {
                return true;
            }
            last = column.attributeNumber();
        }
        return false;
    }

    /** Whether some table that the statement names has its columns in another order than the engine. */
    boolean reordered() {
        return reordered;
    }

    /** What the catalog knows of a table. */
    Optional<Table> table(TableName name) {
        tables.add(name);
        Optional<Table> table = catalog.table(name);
        reordered |= table.filter(TranslationContext::reordered).isPresent();
        return table;
    }

    static String lower(Identifier identifier) {
        return identifier.text().toLowerCase(Locale.ROOT);
    }
}
