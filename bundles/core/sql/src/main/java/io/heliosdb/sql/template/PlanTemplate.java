package io.heliosdb.sql.template;

import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plan whose texts have places for literals.
 *
 * @param plan the translation of the lifted statement
 * @param texts of its steps
 * @param tables what the catalog said when it was made
 */
record PlanTemplate(Plan plan, List<TextTemplate> texts, Map<TableName, Optional<Table>> tables) {
    static PlanTemplate of(Plan plan, Map<TableName, Optional<Table>> tables, TextTemplate.Reader reader) {
        List<TextTemplate> texts = new ArrayList<>();
        for (Step step : plan.steps()) {
            texts.add(reader.read(step.text()));
        }
        for (TableName table : plan.tables()) {
            reader.refuse(table.schema());
            reader.refuse(table.name());
        }
        return new PlanTemplate(plan, List.copyOf(texts), Map.copyOf(tables));
    }

    /** Characters that it keeps. */
    int length() {
        return texts.stream().mapToInt(TextTemplate::length).sum();
    }

    /** Whether the catalog says the same as when the plan was made. */
    boolean holds(Catalog catalog) {
        if (tables.isEmpty()) {
            return true;
        }
        for (Map.Entry<TableName, Optional<Table>> known : tables.entrySet()) {
            if (!catalog.table(known.getKey()).equals(known.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** The plan for a statement's literals; null where the engine's text cannot have one of them at its place. */
    Plan render(Literals literals) {
        if (texts.stream().allMatch(TextTemplate::isConstant)) {
            return plan;
        }
        List<Step> steps = new ArrayList<>(texts.size());
        for (int number = 0; number < texts.size(); number++) {
            Step step = plan.steps().get(number);
            String text = texts.get(number).render(literals);
            if (text == null) {
                return null;
            }
            steps.add(new Step(text, step.use(), step.parameters(), step.correlations()));
        }
        return new Plan(steps, plan.kind(), plan.transaction(), plan.parameters(), plan.tables(), plan.succeeded());
    }
}
