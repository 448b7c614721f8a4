package io.heliosdb.spi.dialect;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A statement as the engine runs it. A plan that changes nothing in the dialect's session can be used again, by any session
 * of the same settings.
 *
 * @param steps run in order in one batch, the first that fails ends it; none where there is nothing to do
 * @param kind what the statement is for
 * @param transaction what it means for the transaction
 * @param parameters how many parameters the client's statement has
 * @param tables the tables that it names: what the catalog knows of them tells the origin of result columns
 * @param succeeded told when all steps are done, before the client is; for what the statement changes in the session
 * @param file the client's file that the statement reads; its batches are what runs, and the plan has no steps
 */
public record Plan(
        List<Step> steps,
        StatementKind kind,
        TransactionEffect transaction,
        int parameters,
        List<TableName> tables,
        Consumer<Outcome> succeeded,
        Optional<ClientFile> file) {
    /** For plans that change nothing in their session. */
    public static final Consumer<Outcome> NOTHING = outcome -> {};

    public Plan {
        steps = List.copyOf(steps);
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(transaction, "transaction");
        tables = List.copyOf(tables);
        Objects.requireNonNull(succeeded, "succeeded");
        Objects.requireNonNull(file, "file");
    }

    /** A statement that reads no file of its client's. */
    public Plan(
            List<Step> steps,
            StatementKind kind,
            TransactionEffect transaction,
            int parameters,
            List<TableName> tables,
            Consumer<Outcome> succeeded) {
        this(steps, kind, transaction, parameters, tables, succeeded, Optional.empty());
    }

    /** A statement that reads a file of its client's. */
    public static Plan reading(ClientFile file, List<TableName> tables, Consumer<Outcome> succeeded) {
        return new Plan(
                List.of(),
                StatementKind.MANIPULATION,
                TransactionEffect.STATEMENT,
                0,
                tables,
                succeeded,
                Optional.of(file));
    }

    /** One engine statement whose rows, or whose count, are the client's result. */
    public static Plan of(String text, StatementKind kind, Step.Use use) {
        return new Plan(
                List.of(new Step(text, use, List.of())), kind, TransactionEffect.STATEMENT, 0, List.of(), NOTHING);
    }

    /** Nothing to run: the session's own state changes, or nothing at all. */
    public static Plan accepted(Consumer<Outcome> succeeded) {
        return new Plan(List.of(), StatementKind.OTHER, TransactionEffect.NONE, 0, List.of(), succeeded);
    }
}
