package io.heliosdb.mysql.dialect.internal.show;

import io.heliosdb.mysql.dialect.internal.statement.CharacterSet;
import io.heliosdb.mysql.dialect.internal.statement.Listing;
import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import java.util.ArrayList;
import java.util.List;

/** What SHOW answers to everybody alike. */
final class ServerListings {
    private static final String NULL = "NULL::text";

    private ServerListings() {}

    static Listing characterSets() {
        List<List<String>> rows = new ArrayList<>();
        for (CharacterSet set : CharacterSet.all()) {
            rows.add(List.of(
                    text(set.name()), text(set.description()), text(set.defaultCollation()), number(set.octets())));
        }
        return Listing.ofRows(rows, "Charset", "Description", "Default collation", "Maxlen")
                .orderedBy(Listing.column("Charset"));
    }

    static Listing collations() {
        List<List<String>> rows = new ArrayList<>();
        for (CharacterSet set : CharacterSet.all()) {
            for (String collation : set.collations()) {
                rows.add(List.of(
                        text(collation),
                        text(set.name()),
                        number(Collations.id(collation)),
                        text(collation.equals(set.defaultCollation()) ? "Yes" : ""),
                        text("Yes"),
                        number(1),
                        text(collation.contains("_0900_") || collation.equals("binary") ? "NO PAD" : "PAD SPACE")));
            }
        }
        return Listing.ofRows(rows, "Collation", "Charset", "Id", "Default", "Compiled", "Sortlen", "Pad_attribute")
                .orderedBy(Listing.column("Collation"));
    }

    static Listing engines() {
        return Listing.ofRows(
                List.of(
                        engine(
                                "InnoDB",
                                "DEFAULT",
                                "Supports transactions, row-level locking, and foreign keys",
                                "YES"),
                        engine("MyISAM", "YES", "Tables are kept as InnoDB's are", "YES"),
                        engine("MEMORY", "YES", "Tables are kept as InnoDB's are", "YES")),
                "Engine",
                "Support",
                "Comment",
                "Transactions",
                "XA",
                "Savepoints");
    }

    private static List<String> engine(String name, String support, String comment, String transactions) {
        return List.of(text(name), text(support), text(comment), text(transactions), text("NO"), text("YES"));
    }

    static Listing plugins() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(plugin("binlog", "DISABLED", "STORAGE ENGINE"));
        rows.add(plugin("mysql_native_password", "ACTIVE", "AUTHENTICATION"));
        rows.add(plugin("caching_sha2_password", "ACTIVE", "AUTHENTICATION"));
        rows.add(plugin("InnoDB", "ACTIVE", "STORAGE ENGINE"));
        return Listing.ofRows(rows, "Name", "Status", "Type", "Library", "License");
    }

    private static List<String> plugin(String name, String status, String type) {
        return List.of(text(name), text(status), text(type), NULL, text("Apache-2.0"));
    }

    static Listing privileges() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(privilege("Alter", "Tables", "To alter the table"));
        rows.add(privilege("Create", "Databases,Tables,Indexes", "To create new databases and tables"));
        rows.add(privilege("Create temporary tables", "Databases", "To use CREATE TEMPORARY TABLE"));
        rows.add(privilege("Create view", "Tables", "To create new views"));
        rows.add(privilege("Delete", "Tables", "To delete existing rows"));
        rows.add(privilege("Drop", "Databases,Tables", "To drop databases, tables, and views"));
        rows.add(privilege("Index", "Tables", "To create or drop indexes"));
        rows.add(privilege("Insert", "Tables", "To insert data into tables"));
        rows.add(privilege("Lock tables", "Databases", "To use LOCK TABLES (together with SELECT privilege)"));
        rows.add(privilege("References", "Databases,Tables", "To have references on tables"));
        rows.add(privilege("Select", "Tables", "To retrieve rows from table"));
        rows.add(privilege("Show view", "Tables", "To see views with SHOW CREATE VIEW"));
        rows.add(privilege("Update", "Tables", "To update existing rows"));
        rows.add(privilege("Usage", "Server Admin", "No privileges - allow connect only"));
        return Listing.ofRows(rows, "Privilege", "Context", "Comment");
    }

    private static List<String> privilege(String name, String where, String comment) {
        return List.of(text(name), text(where), text(comment));
    }

    static Listing triggers() {
        return Listing.empty(
                "Trigger",
                "Event",
                "Table",
                "Statement",
                "Timing",
                "Created",
                "sql_mode",
                "Definer",
                "character_set_client",
                "collation_connection",
                "Database Collation");
    }

    static Listing events() {
        return Listing.empty(
                "Db",
                "Name",
                "Definer",
                "Time zone",
                "Type",
                "Execute at",
                "Interval value",
                "Interval field",
                "Starts",
                "Ends",
                "Status",
                "Originator",
                "character_set_client",
                "collation_connection",
                "Database Collation");
    }

    static Listing routines() {
        return Listing.empty(
                "Db",
                "Name",
                "Type",
                "Language",
                "Definer",
                "Modified",
                "Created",
                "Security_type",
                "Comment",
                "character_set_client",
                "collation_connection",
                "Database Collation");
    }

    private static String text(String value) {
        return EngineQuotes.string(value) + "::text";
    }

    private static String number(long value) {
        return value + "::bigint";
    }
}
