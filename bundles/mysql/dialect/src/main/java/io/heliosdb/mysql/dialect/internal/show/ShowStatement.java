package io.heliosdb.mysql.dialect.internal.show;

import io.heliosdb.mysql.dialect.internal.statement.Listing;
import io.heliosdb.mysql.dialect.internal.statement.StatementContext;
import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import io.heliosdb.mysql.dialect.internal.text.Name;
import io.heliosdb.mysql.dialect.internal.text.QualifiedName;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.Table;
import java.util.Locale;
import java.util.Optional;

/** SHOW (MySQL 8.4 manual, 15.7.7), where the answer comes from the engine's catalog or is the same for all sessions. */
public final class ShowStatement {
    private final Tokens tokens;
    private final StatementContext context;

    public ShowStatement(Tokens tokens, StatementContext context) {
        this.tokens = tokens;
        this.context = context;
    }

    /** Behind SHOW; what the session itself answers was asked of it before. */
    public Plan plan() {
        boolean extended = tokens.accept("EXTENDED");
        boolean full = tokens.accept("FULL");
        if (tokens.accept("TABLES")) {
            return tables(full);
        }
        if (tokens.accept("COLUMNS") || tokens.accept("FIELDS")) {
            return columns(full);
        }
        if (!full && (tokens.accept("INDEX") || tokens.accept("INDEXES") || tokens.accept("KEYS"))) {
            return indexes();
        }
        if (full || extended) {
            throw tokens.error();
        }
        if (tokens.accept("DATABASES") || tokens.accept("SCHEMAS")) {
            return databases();
        }
        if (tokens.accept("TABLE", "STATUS")) {
            return filtered(CatalogListings.tableStatus(inDatabase()), "Name");
        }
        if (tokens.accept("OPEN", "TABLES")) {
            inDatabase();
            return filtered(Listing.empty("Database", "Table", "In_use", "Name_locked"), "Table");
        }
        if (tokens.accept("CREATE")) {
            return create();
        }
        return server();
    }

    private Plan server() {
        if (tokens.accept("CHARACTER", "SET") || tokens.accept("CHARSET")) {
            return filtered(ServerListings.characterSets(), "Charset");
        }
        if (tokens.accept("COLLATION")) {
            return filtered(ServerListings.collations(), "Collation");
        }
        if (tokens.accept("ENGINES") || tokens.accept("STORAGE", "ENGINES")) {
            tokens.end();
            return ServerListings.engines().plan();
        }
        if (tokens.accept("PLUGINS")) {
            tokens.end();
            return ServerListings.plugins().plan();
        }
        if (tokens.accept("PRIVILEGES")) {
            tokens.end();
            return ServerListings.privileges().plan();
        }
        if (tokens.accept("TRIGGERS")) {
            inDatabase();
            return filtered(ServerListings.triggers(), "Trigger");
        }
        if (tokens.accept("EVENTS")) {
            inDatabase();
            return filtered(ServerListings.events(), "Name");
        }
        if (tokens.accept("PROCEDURE", "STATUS") || tokens.accept("FUNCTION", "STATUS")) {
            return filtered(ServerListings.routines(), "Name");
        }
        if (tokens.accept("PROFILES")) {
            tokens.end();
            return Listing.empty("Query_ID", "Duration", "Query").plan();
        }
        return replication();
    }

    private Plan replication() {
        if (tokens.accept("BINARY", "LOGS") || tokens.accept("MASTER", "LOGS")) {
            tokens.end();
            throw Refusal.of(1381, "You are not using binary logging");
        }
        if (tokens.accept("BINARY", "LOG", "STATUS") || tokens.accept("MASTER", "STATUS")) {
            tokens.end();
            return Listing.empty("File", "Position", "Binlog_Do_DB", "Binlog_Ignore_DB", "Executed_Gtid_Set")
                    .plan();
        }
        if (tokens.accept("REPLICA", "STATUS") || tokens.accept("SLAVE", "STATUS")) {
            tokens.rest();
            return Listing.empty("Replica_IO_State", "Source_Host", "Source_User", "Source_Port")
                    .plan();
        }
        if (tokens.accept("REPLICAS") || tokens.accept("SLAVE", "HOSTS")) {
            tokens.end();
            return Listing.empty("Server_Id", "Host", "Port", "Source_Id", "Replica_UUID")
                    .plan();
        }
        if (tokens.atAny("BINLOG", "RELAYLOG", "ENGINE", "PROFILE")) {
            throw Refusal.unsupported("SHOW " + tokens.peek().text().toUpperCase(Locale.ROOT));
        }
        throw tokens.error();
    }

    // ------------------------------------------------------------------ databases and tables

    private Plan databases() {
        Optional<String> pattern = pattern();
        String label = pattern.map(like -> "Database (" + like + ")").orElse("Database");
        return filtered(CatalogListings.databases(label), label, pattern);
    }

    private Plan tables(boolean full) {
        String database = inDatabase();
        Optional<String> pattern = pattern();
        String label =
                "Tables_in_" + database + pattern.map(like -> " (" + like + ")").orElse("");
        return filtered(CatalogListings.tables(context.databases(), database, label, full), label, pattern);
    }

    private Plan columns(boolean full) {
        QualifiedName table = ofTable();
        return filtered(CatalogListings.columns(context.databases(), table, full), "Field");
    }

    /** Behind DESCRIBE and the table's name: its columns, all or those that a pattern or a name says. */
    public Plan describe(QualifiedName table) {
        Optional<String> pattern = Optional.empty();
        if (!tokens.atEnd()) {
            pattern = Optional.of(tokens.nameOrString());
        }
        return filtered(CatalogListings.columns(context.databases(), table, false), "Field", pattern);
    }

    private Plan indexes() {
        QualifiedName table = ofTable();
        Listing listing = CatalogListings.indexes(context.databases(), table);
        String condition = tokens.accept("WHERE") ? context.condition(tokens.rest()) : "";
        tokens.end();
        return listing.plan(condition);
    }

    private Plan create() {
        if (tokens.accept("TABLE")) {
            return created(false);
        }
        if (tokens.accept("VIEW")) {
            return created(true);
        }
        if (tokens.accept("DATABASE") || tokens.accept("SCHEMA")) {
            boolean ifNotExists = tokens.accept("IF", "NOT", "EXISTS");
            Name database = tokens.name();
            tokens.end();
            return CatalogListings.createDatabase(context.databases(), database.spelling(), ifNotExists)
                    .plan();
        }
        if (tokens.atAny("PROCEDURE", "FUNCTION")) {
            String kind = tokens.next().text().toUpperCase(Locale.ROOT);
            QualifiedName routine = tokens.qualifiedName();
            throw Refusal.of(1305, kind + " " + routine.name().spelling() + " does not exist");
        }
        if (tokens.accept("TRIGGER")) {
            tokens.qualifiedName();
            throw Refusal.of(1360, "Trigger does not exist");
        }
        if (tokens.accept("EVENT")) {
            throw Refusal.of(
                    1539, "Unknown event '" + tokens.qualifiedName().name().spelling() + "'");
        }
        if (tokens.accept("USER")) {
            throw Refusal.unsupported("SHOW CREATE USER; users are administered with 'heliosdb user'");
        }
        throw tokens.error();
    }

    /** A view is shown as one by SHOW CREATE TABLE too. */
    private Plan created(boolean view) {
        QualifiedName table = tokens.qualifiedName();
        tokens.end();
        boolean asView = view
                || context.catalog()
                        .table(context.databases().tableName(table))
                        .filter(Table::view)
                        .isPresent();
        return (asView
                        ? CatalogListings.createView(context.databases(), table)
                        : CatalogListings.createTable(context.databases(), table))
                .plan();
    }

    // ------------------------------------------------------------------ parts

    /** {@code FROM database}, or the current one. */
    private String inDatabase() {
        if (tokens.accept("FROM") || tokens.accept("IN")) {
            return tokens.name().spelling();
        }
        return context.databases().required();
    }

    /** {@code FROM table [FROM database]}. */
    private QualifiedName ofTable() {
        if (!tokens.accept("FROM")) {
            tokens.expect("IN");
        }
        QualifiedName table = tokens.qualifiedName();
        if (tokens.accept("FROM") || tokens.accept("IN")) {
            return new QualifiedName(Optional.of(tokens.name()), table.name());
        }
        return table;
    }

    /** {@code LIKE 'pattern'}. */
    private Optional<String> pattern() {
        return tokens.accept("LIKE") ? Optional.of(tokens.string()) : Optional.empty();
    }

    private Plan filtered(Listing listing, String likeLabel) {
        return filtered(listing, likeLabel, pattern());
    }

    private Plan filtered(Listing listing, String likeLabel, Optional<String> pattern) {
        String condition = "";
        if (pattern.isPresent()) {
            condition = like(likeLabel, pattern.get());
        } else if (tokens.accept("WHERE")) {
            condition = context.condition(tokens.rest());
        }
        tokens.end();
        return listing.plan(condition);
    }

    /** SHOW compares without regard to case. */
    public static String like(String label, String pattern) {
        return "lower(" + Listing.column(label) + "::text) LIKE "
                + EngineQuotes.string(pattern.toLowerCase(Locale.ROOT));
    }
}
