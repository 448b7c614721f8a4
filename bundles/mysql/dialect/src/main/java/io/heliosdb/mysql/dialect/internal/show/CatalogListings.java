package io.heliosdb.mysql.dialect.internal.show;

import io.heliosdb.mysql.dialect.internal.statement.Databases;
import io.heliosdb.mysql.dialect.internal.statement.Listing;
import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import io.heliosdb.mysql.dialect.internal.text.QualifiedName;
import java.util.List;

/** What SHOW reads from the engine's catalog, by way of MySQL's information_schema. */
final class CatalogListings {
    private static final String SCHEMA = "helios_mysql.";

    private CatalogListings() {}

    static Listing databases(String label) {
        return Listing.of("SELECT schema_name::text FROM helios_mysql.information_schema_schemata", label)
                .orderedBy(Listing.column(label));
    }

    static Listing tables(Databases databases, String database, String label, boolean full) {
        String source = "SELECT table_name::text" + (full ? ", table_type::text" : "")
                + " FROM helios_mysql.ddl_require_schema(" + EngineQuotes.string(databases.schema(database)) + ", "
                + EngineQuotes.string(database) + ") AS required"
                + " LEFT JOIN helios_mysql.information_schema_tables ON lower(table_schema::text) = lower("
                + EngineQuotes.string(database) + ") WHERE coalesce(table_name::text, '') <> ''";
        List<String> labels = full ? List.of(label, "Table_type") : List.of(label);
        return new Listing(labels, source, Listing.column(label));
    }

    static Listing tableStatus(String database) {
        String source = "SELECT table_name::text, engine::text, version, row_format::text, table_rows, avg_row_length,"
                + " data_length, max_data_length, index_length, data_free, auto_increment, create_time, update_time,"
                + " check_time, table_collation::text, checksum, create_options::text, table_comment::text"
                + " FROM helios_mysql.information_schema_tables WHERE lower(table_schema::text) = lower("
                + EngineQuotes.string(database) + ")";
        return Listing.of(
                        source,
                        "Name",
                        "Engine",
                        "Version",
                        "Row_format",
                        "Rows",
                        "Avg_row_length",
                        "Data_length",
                        "Max_data_length",
                        "Index_length",
                        "Data_free",
                        "Auto_increment",
                        "Create_time",
                        "Update_time",
                        "Check_time",
                        "Collation",
                        "Checksum",
                        "Create_options",
                        "Comment")
                .orderedBy(Listing.column("Name"));
    }

    /** A table that is not there fails the statement, as it would any other. */
    static Listing columns(Databases databases, QualifiedName table, boolean full) {
        String source = "SELECT * FROM " + SCHEMA + (full ? "show_full_columns(" : "show_columns(")
                + databases.relation(table) + ")";
        return full
                ? Listing.of(
                        source,
                        "Field",
                        "Type",
                        "Collation",
                        "Null",
                        "Key",
                        "Default",
                        "Extra",
                        "Privileges",
                        "Comment")
                : Listing.of(source, "Field", "Type", "Null", "Key", "Default", "Extra");
    }

    static Listing indexes(Databases databases, QualifiedName table) {
        return Listing.of(
                "SELECT * FROM " + SCHEMA + "show_indexes(" + databases.relation(table) + ")",
                "Table",
                "Non_unique",
                "Key_name",
                "Seq_in_index",
                "Column_name",
                "Collation",
                "Cardinality",
                "Sub_part",
                "Packed",
                "Null",
                "Index_type",
                "Comment",
                "Index_comment",
                "Visible",
                "Expression");
    }

    static Listing createTable(Databases databases, QualifiedName table) {
        return Listing.of(created(databases, table, "show_create_table"), "Table", "Create Table");
    }

    static Listing createView(Databases databases, QualifiedName view) {
        return Listing.of(
                created(databases, view, "show_create_view") + ", 'utf8mb4'::text, 'utf8mb4_0900_ai_ci'::text",
                "View",
                "Create View",
                "character_set_client",
                "collation_connection");
    }

    private static String created(Databases databases, QualifiedName table, String function) {
        String relation = databases.relation(table);
        return "SELECT helios_mysql.table_label(" + relation + "), " + SCHEMA + function + "(" + relation + ")";
    }

    static Listing createDatabase(Databases databases, String database, boolean ifNotExists) {
        String text = "CREATE DATABASE " + (ifNotExists ? "/*!32312 IF NOT EXISTS*/ " : "") + "`"
                + database.replace("`", "``") + "` /*!40100 DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci */"
                + " /*!80016 DEFAULT ENCRYPTION='N' */";
        String source = "SELECT " + EngineQuotes.string(database) + "::text, " + EngineQuotes.string(text)
                + "::text FROM helios_mysql.ddl_require_schema(" + EngineQuotes.string(databases.schema(database))
                + ", "
                + EngineQuotes.string(database) + ")";
        return Listing.of(source, "Database", "Create Database");
    }
}
