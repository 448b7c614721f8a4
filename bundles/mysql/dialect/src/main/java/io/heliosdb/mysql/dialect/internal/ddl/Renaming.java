package io.heliosdb.mysql.dialect.internal.ddl;

import io.heliosdb.mysql.dialect.internal.statement.Databases;
import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import io.heliosdb.mysql.dialect.internal.text.QualifiedName;

/** Tables that get another name, and perhaps another database: their indexes are renamed with them. */
final class Renaming {
    private final Databases databases;
    private final DefinitionSteps steps;

    Renaming(Databases databases, DefinitionSteps steps) {
        this.databases = databases;
        this.steps = steps;
    }

    void table(QualifiedName from, QualifiedName to) {
        String schema = to.database().isPresent()
                ? EngineQuotes.string(databases.schema(to.database().get().spelling()))
                : "NULL";
        steps.call(
                "ddl_rename_table",
                databases.relation(from),
                schema,
                EngineQuotes.string(to.name().spelling()));
    }
}
