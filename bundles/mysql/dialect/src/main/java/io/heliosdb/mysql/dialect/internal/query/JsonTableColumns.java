package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.sql.rewrite.EngineText;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.TableReference;
import java.util.List;

/** The columns of JSON_TABLE, with the engine's types (MySQL 8.4 manual, 14.17.6). */
final class JsonTableColumns {
    private final EngineText out;

    JsonTableColumns(EngineText out) {
        this.out = out;
    }

    /** Writes COLUMNS and what it names. */
    void write(List<TableReference.FunctionColumn> columns) {
        out.add(" COLUMNS (");
        String separator = "";
        for (TableReference.FunctionColumn column : columns) {
            out.add(separator);
            if (!column.nested().isEmpty()) {
                out.add("NESTED PATH ").string(column.path().orElseThrow());
                write(column.nested());
            } else {
                one(column);
            }
            separator = ", ";
        }
        out.add(")");
    }

    private void one(TableReference.FunctionColumn column) {
        out.name(TranslationContext.lower(column.name())).add(" ");
        if (column.type().isEmpty()) {
            out.add("FOR ORDINALITY");
            return;
        }
        out.add(engineType(column.type().get()));
        out.add(column.exists() ? " EXISTS" : "")
                .add(" PATH ")
                .string(column.path().orElseThrow());
        if (!column.onEmpty().isEmpty()) {
            out.add(" ").add(column.onEmpty()).add(" ON EMPTY");
        }
        if (!column.onError().isEmpty()) {
            out.add(" ").add(column.onError()).add(" ON ERROR");
        }
    }

    private static String engineType(Expression.TypeName type) {
        String modifier = type.arguments().isEmpty() ? "" : "(" + String.join(", ", type.arguments()) + ")";
        return switch (type.name()) {
            case "tinyint", "smallint" -> "smallint";
            case "mediumint", "int", "integer" -> "integer";
            case "bigint" -> "bigint";
            case "decimal", "numeric", "dec" -> "numeric" + (modifier.isEmpty() ? "(10, 0)" : modifier);
            case "float" -> "real";
            case "double", "real" -> "double precision";
            case "date" -> "date";
            case "datetime", "timestamp" -> "timestamp" + (modifier.isEmpty() ? "(0)" : modifier);
            case "time" -> "interval" + (modifier.isEmpty() ? "(0)" : modifier);
            case "json" -> "jsonb";
            case "varchar", "char" -> "varchar" + modifier;
            default -> "text";
        };
    }
}
