package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@code foreign_key_checks = 0} means for a statement that changes rows: the engine keeps nobody but its
 * administrator from checking, so the foreign keys are taken away before the statement and put back after it, unchecked for
 * the rows that are there, in the same transaction. No other session sees a table without them.
 */
final class ForeignKeyChecks {
    static final String VARIABLE = "foreign_key_checks";

    private ForeignKeyChecks() {}

    /** The plan without checks. It is of this moment: nobody keeps it. */
    static Plan suspended(Plan plan) {
        if (plan.tables().isEmpty() || plan.steps().isEmpty()) {
            return plan;
        }
        List<Step> steps = new ArrayList<>();
        steps.add(discarded("SELECT helios_mysql.suspend_references(ARRAY["
                + plan.tables().stream().map(ForeignKeyChecks::relation).collect(Collectors.joining(", ")) + "])"));
        steps.addAll(plan.steps());
        steps.add(discarded("SELECT helios_mysql.resume_references()"));
        return new Plan(
                steps, plan.kind(), plan.transaction(), plan.parameters(), plan.tables(), outcome -> plan.succeeded()
                        .accept(outcome));
    }

    private static String relation(TableName table) {
        String schema = table.schema().isEmpty() ? "" : EngineQuotes.identifier(table.schema()) + ".";
        return "pg_catalog.to_regclass(" + EngineQuotes.string(schema + EngineQuotes.identifier(table.name())) + ")";
    }

    private static Step discarded(String text) {
        return new Step(text, Step.Use.DISCARD, List.of());
    }
}
