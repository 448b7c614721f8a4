package io.heliosdb.mysql.dialect.internal.statement;

import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import io.heliosdb.mysql.dialect.internal.text.Name;
import io.heliosdb.mysql.dialect.internal.text.QualifiedName;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.spi.dialect.TableName;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * MySQL's databases as the engine has them: the one that is named as the engine's database is its schema {@code public},
 * every other one is the schema of its name.
 */
public final class Databases {
    private static final String DEFAULT_SCHEMA = "public";
    private static final String INFORMATION_SCHEMA = "information_schema";
    private static final String MYSQL = "mysql";
    private static final String PRELUDE_SCHEMA = "helios_mysql";

    private final String defaultDatabase;
    private Optional<String> current;

    public Databases(String defaultDatabase, Optional<String> current) {
        this.defaultDatabase = Objects.requireNonNull(defaultDatabase, "defaultDatabase");
        this.current = Objects.requireNonNull(current, "current");
    }

    /** The database that unqualified names mean, empty where none is chosen. */
    public Optional<String> current() {
        return current;
    }

    public String defaultDatabase() {
        return defaultDatabase;
    }

    public void use(Optional<String> database) {
        current = database;
    }

    /** The current database. */
    public String required() {
        return current.orElseThrow(Refusal::noDatabaseSelected);
    }

    public boolean isDefault(String database) {
        return database.equalsIgnoreCase(defaultDatabase);
    }

    /** Whether the engine keeps the schema of that name for itself. */
    public static boolean reserved(String database) {
        String folded = database.toLowerCase(Locale.ROOT);
        return folded.startsWith("pg_")
                || folded.startsWith("helios")
                || folded.equals(INFORMATION_SCHEMA)
                || folded.equals(MYSQL)
                || folded.equals("performance_schema")
                || folded.equals("sys");
    }

    /** The engine's schema of a database. */
    public String schema(String database) {
        if (isDefault(database)) {
            return DEFAULT_SCHEMA;
        }
        String folded = database.toLowerCase(Locale.ROOT);
        return folded.equals(MYSQL) ? PRELUDE_SCHEMA : folded;
    }

    /** The database that a name lies in. */
    public String databaseOf(QualifiedName name) {
        return name.database().map(Name::spelling).orElseGet(this::required);
    }

    /** The name with its schema, for what is to be created. */
    public String created(QualifiedName name) {
        return EngineQuotes.identifier(schema(databaseOf(name))) + "."
                + name.name().quoted();
    }

    /** The name as the engine looks it up: in the current database temporary tables come first. */
    public String existing(QualifiedName name) {
        if (name.database().isEmpty()) {
            required();
        }
        return isCurrent(name) ? name.name().quoted() : created(name);
    }

    private boolean isCurrent(QualifiedName name) {
        return name.database().isEmpty()
                || current.filter(name.database().get().spelling()::equalsIgnoreCase)
                        .isPresent();
    }

    /** {@link #existing} as an expression of the engine's type {@code regclass}. */
    public String relation(QualifiedName name) {
        return EngineQuotes.string(existing(name)) + "::regclass";
    }

    /** The name for the catalog. */
    public TableName tableName(QualifiedName name) {
        return new TableName(
                isCurrent(name) ? "" : schema(databaseOf(name)), name.name().folded());
    }

    /** The schemas in which a session of this current database looks names up. */
    public String searchPath() {
        String path = PRELUDE_SCHEMA + ", pg_catalog";
        return current.map(database -> path + ", " + EngineQuotes.identifier(schema(database)))
                .orElse(path);
    }
}
