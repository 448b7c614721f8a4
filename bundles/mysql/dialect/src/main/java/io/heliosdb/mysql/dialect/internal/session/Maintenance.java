package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.statement.Databases;
import io.heliosdb.mysql.dialect.internal.statement.Listing;
import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import io.heliosdb.mysql.dialect.internal.text.QualifiedName;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.Step.Use;
import io.heliosdb.spi.dialect.TransactionEffect;
import java.util.ArrayList;
import java.util.List;

/** ANALYZE, CHECK, CHECKSUM, OPTIMIZE and REPAIR TABLE (MySQL 8.4 manual, 15.7.3). */
final class Maintenance {
    private final Tokens tokens;
    private final Databases databases;

    Maintenance(Tokens tokens, Databases databases) {
        this.tokens = tokens;
        this.databases = databases;
    }

    /** @param verb lower-case, as the result names it */
    Plan plan(String verb) {
        tokens.acceptAny("NO_WRITE_TO_BINLOG", "LOCAL");
        if (!tokens.accept("TABLES")) {
            tokens.expect("TABLE");
        }
        List<QualifiedName> tables = new ArrayList<>();
        do {
            tables.add(tokens.qualifiedName());
        } while (tokens.acceptSymbol(","));
        // QUICK, EXTENDED, FOR UPGRADE, UPDATE HISTOGRAM ON …: ways to go about it, which the engine has none of.
        tokens.rest();
        List<Step> steps = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (QualifiedName table : tables) {
            if (verb.equals("analyze") || verb.equals("optimize")) {
                steps.add(new Step("ANALYZE " + databases.existing(table), Use.DISCARD, List.of()));
            }
            rows.addAll(rows(verb, table));
        }
        Listing result = Listing.ofRows(rows, "Table", "Op", "Msg_type", "Msg_text");
        steps.add(new Step(result.text(""), Use.ROWS, List.of()));
        return new Plan(steps, StatementKind.QUERY, TransactionEffect.COMMITS, 0, List.of(), Plan.NOTHING);
    }

    private List<List<String>> rows(String verb, QualifiedName table) {
        String name = databases.databaseOf(table) + "." + table.name().spelling();
        // A table that is not there fails the statement, as the engine's own error.
        String shown =
                "CASE WHEN " + databases.relation(table) + " IS NOT NULL THEN " + EngineQuotes.string(name) + " END";
        List<List<String>> rows = new ArrayList<>();
        if (verb.equals("optimize")) {
            rows.add(row(shown, verb, "note", "Table does not support optimize, doing recreate + analyze instead"));
        }
        if (verb.equals("repair")) {
            rows.add(row(shown, verb, "note", "The storage engine for the table doesn't support repair"));
        } else {
            rows.add(row(shown, verb, "status", "OK"));
        }
        return rows;
    }

    private static List<String> row(String table, String verb, String type, String text) {
        return List.of(table, EngineQuotes.string(verb), EngineQuotes.string(type), EngineQuotes.string(text));
    }
}
