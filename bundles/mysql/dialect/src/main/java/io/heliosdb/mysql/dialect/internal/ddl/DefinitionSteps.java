package io.heliosdb.mysql.dialect.internal.ddl;

import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.Step.Use;
import io.heliosdb.spi.dialect.TableName;
import io.heliosdb.spi.dialect.TransactionEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The texts that a definition is made of at the engine, in order. */
final class DefinitionSteps {
    private final List<String> texts = new ArrayList<>();

    DefinitionSteps run(String text) {
        texts.add(text);
        return this;
    }

    /** A call of one of the prelude's functions. */
    DefinitionSteps call(String function, String... arguments) {
        return run("SELECT helios_mysql." + function + "(" + String.join(", ", arguments) + ")");
    }

    /**
     * Keeps what the engine cannot.
     *
     * @param attribute the column; empty for the relation itself
     */
    DefinitionSteps declare(
            String relation, Optional<String> attribute, Optional<String> label, Optional<String> declaration) {
        return run("SELECT helios.declare(" + relation + ", "
                + EngineQuotes.stringOrNull(attribute.orElse(null)) + ", 'mysql', "
                + EngineQuotes.stringOrNull(label.orElse(null)) + ", "
                + EngineQuotes.stringOrNull(declaration.orElse(null)) + ")");
    }

    /** A warning for the client. */
    DefinitionSteps warn(int code, String message) {
        return call("warn", Integer.toString(code), EngineQuotes.string(message));
    }

    List<String> texts() {
        return texts;
    }

    boolean isEmpty() {
        return texts.isEmpty();
    }

    List<Step> steps() {
        return texts.stream()
                .map(text -> new Step(text, Use.DISCARD, List.of()))
                .toList();
    }

    /** MySQL commits before a definition and after it. */
    Plan plan() {
        return plan(steps());
    }

    /** The same, where the names in errors depend on the table. */
    Plan plan(TableName table) {
        return new Plan(steps(), StatementKind.DEFINITION, TransactionEffect.COMMITS, 0, List.of(table), Plan.NOTHING);
    }

    /** A temporary table is no reason to commit. */
    Plan planInTransaction() {
        return new Plan(steps(), StatementKind.DEFINITION, TransactionEffect.STATEMENT, 0, List.of(), Plan.NOTHING);
    }

    static Plan plan(List<Step> steps) {
        return new Plan(steps, StatementKind.DEFINITION, TransactionEffect.COMMITS, 0, List.of(), Plan.NOTHING);
    }
}
