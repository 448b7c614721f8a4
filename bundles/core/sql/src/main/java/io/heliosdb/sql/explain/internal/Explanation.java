package io.heliosdb.sql.explain.internal;

import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.TableName;
import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.HeliosException.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Puts plans and errors into words of the JDK. */
final class Explanation {
    private Explanation() {}

    static Map<String, Object> of(String statement, Plan plan, Collection<TableName> unknown) {
        List<Map<String, Object>> steps = new ArrayList<>();
        for (Step step : plan.steps()) {
            Map<String, Object> words = new LinkedHashMap<>();
            words.put("use", step.use().name());
            words.put("text", step.text());
            words.put(
                    "parameters",
                    step.parameters().stream().map(number -> number + 1).toList());
            steps.add(words);
        }
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("statement", statement);
        words.put("kind", plan.kind().name());
        words.put("transaction", plan.transaction().name());
        words.put("parameters", plan.parameters());
        words.put("steps", steps);
        words.put("unknownTables", unknown.stream().map(Explanation::name).toList());
        return words;
    }

    private static String name(TableName table) {
        return table.schema().isEmpty() ? table.name() : table.schema() + "." + table.name();
    }

    static Map<String, Object> of(String statement, HeliosException error) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("sqlState", error.sqlState());
        words.put("message", error.getMessage());
        return failed(statement, words, error);
    }

    static Map<String, Object> of(String statement, HeliosException error, VendorError vendor) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("code", vendor.code());
        words.put("sqlState", vendor.sqlState());
        words.put("message", vendor.message());
        return failed(statement, words, error);
    }

    private static Map<String, Object> failed(String statement, Map<String, Object> words, HeliosException error) {
        error.field(Field.POSITION).ifPresent(position -> words.put("position", Integer.valueOf(position)));
        for (Field field : List.of(Field.DETAIL, Field.HINT)) {
            error.field(field).ifPresent(text -> words.put(field.name().toLowerCase(Locale.ROOT), text));
        }
        Map<String, Object> explanation = new LinkedHashMap<>();
        explanation.put("statement", statement);
        explanation.put("error", words);
        return explanation;
    }
}
