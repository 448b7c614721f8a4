package io.heliosdb.sql.session.internal;

import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.TransactionEffect;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.type.Column;
import io.heliosdb.spi.type.Row;
import io.heliosdb.sql.session.StatementSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One run of a plan: what the transaction needs before and after, and the steps in between, in one batch. A failure inside
 * a transaction returns to the savepoint that was set before the first step.
 */
final class StatementRun implements Answer {
    private static final String COMMIT = "COMMIT";
    private static final String ROLLBACK = "ROLLBACK";

    /** After these the engine lets nothing of the transaction succeed any more. */
    private static final Set<String> LOST_TRANSACTION =
            Set.of(SqlState.SERIALIZATION_FAILURE, SqlState.DEADLOCK_DETECTED);

    /** How a step is written into the batch, up to its Execute. */
    interface StepWriter {
        void write(FrontendWriter out, int step);
    }

    /** What becomes of the run. */
    interface End {
        void succeeded(Gathering gathering);

        /**
         * @param delivered whether the client was told anything of a result already
         * @param restarted whether the statement was the first of its transaction, which is begun anew if it runs again
         */
        void failed(HeliosException error, Gathering gathering, boolean delivered, boolean restarted);
    }

    private final EngineLink link;
    private final TransactionState transaction;
    private final Plan plan;
    private final StepWriter writer;
    private final StatementSink sink;
    private final ColumnOrigins origins;
    private final End end;
    private final Gathering gathering = new Gathering();

    /** The number of the step that each statement of the batch is, -1 for what is ours. */
    private final List<Integer> parts = new ArrayList<>();

    private int at;
    private boolean delivered;
    private boolean savepoint;
    private HeliosException error;

    StatementRun(
            EngineLink link,
            TransactionState transaction,
            Plan plan,
            StepWriter writer,
            StatementSink sink,
            ColumnOrigins origins,
            End end) {
        this.link = link;
        this.transaction = transaction;
        this.plan = plan;
        this.writer = writer;
        this.sink = sink;
        this.origins = origins;
        this.end = end;
    }

    /** @throws HeliosException where the statement cannot be written; nothing was sent */
    void start() {
        if (isNothing()) {
            end.succeeded(gathering);
            return;
        }
        link.batch(this::write, this);
    }

    private boolean isNothing() {
        boolean open = link.inTransaction();
        return switch (plan.transaction()) {
            case STATEMENT, NONE -> plan.steps().isEmpty();
            case COMMITS -> plan.steps().isEmpty() && !open;
            case COMMIT, ROLLBACK -> !open;
            case SAVEPOINT -> !open && transaction.autocommit();
            case BEGIN -> false;
        };
    }

    // ------------------------------------------------------------------ the batch

    private void write(FrontendWriter out) {
        boolean open = link.inTransaction();
        switch (plan.transaction()) {
            case STATEMENT, NONE -> {
                boolean begins =
                        !open && !transaction.autocommit() && plan.transaction() == TransactionEffect.STATEMENT;
                savepoint = open && transaction.atomicStatements();
                if (begins) {
                    ours(out, transaction.begin());
                } else if (savepoint) {
                    ours(out, StatementSavepoint.SET);
                }
                steps(out);
                if (savepoint) {
                    ours(out, StatementSavepoint.RELEASE);
                }
            }
            case COMMITS -> {
                if (open) {
                    ours(out, COMMIT);
                }
                steps(out);
            }
            case BEGIN -> {
                if (open) {
                    ours(out, COMMIT);
                }
                stepsOr(out, transaction.begin());
            }
            case COMMIT -> stepsOr(out, COMMIT);
            case ROLLBACK -> stepsOr(out, ROLLBACK);
            case SAVEPOINT -> {
                if (!open) {
                    ours(out, transaction.begin());
                }
                // Not released: a savepoint that the client sets now would go with it.
                savepoint = transaction.atomicStatements();
                if (savepoint) {
                    ours(out, StatementSavepoint.SET);
                }
                steps(out);
            }
        }
    }

    private void stepsOr(FrontendWriter out, String text) {
        if (plan.steps().isEmpty()) {
            ours(out, text);
        } else {
            steps(out);
        }
    }

    private void ours(FrontendWriter out, String text) {
        out.run(text);
        parts.add(-1);
    }

    private void steps(FrontendWriter out) {
        for (int step = 0; step < plan.steps().size(); step++) {
            writer.write(out, step);
            if (plan.steps().get(step).use() == Step.Use.ROWS) {
                gathering.returnsRows();
            }
            parts.add(step);
        }
    }

    private Step.Use use() {
        int step = at < parts.size() ? parts.get(at) : -1;
        return step < 0 ? Step.Use.DISCARD : plan.steps().get(step).use();
    }

    // ------------------------------------------------------------------ the answer

    @Override
    public void columns(List<Column> columns) {
        switch (use()) {
            case ROWS -> {
                delivered = true;
                sink.columns(origins.of(columns, plan.steps().get(parts.get(at)).correlations()));
            }
            case SUMMARY -> gathering.summaryColumns(columns);
            default -> {
                // nobody asks
            }
        }
    }

    @Override
    public void row(Row row) {
        switch (use()) {
            case ROWS -> {
                gathering.returned();
                sink.row(row);
            }
            case SUMMARY -> gathering.summaryRow(row);
            case CAPTURE -> gathering.captured(row);
            default -> {
                // nobody asks
            }
        }
    }

    @Override
    public void done(String tag) {
        if (use() == Step.Use.COUNT) {
            gathering.counted(tag);
        }
        at++;
    }

    @Override
    public void notice(HeliosException notice) {
        gathering.notice(notice);
    }

    @Override
    public void failed(HeliosException reason) {
        error = reason;
    }

    @Override
    public void ready(TransactionStatus status) {
        boolean first = transaction.isFirst();
        if (error == null) {
            transaction.ran(plan.transaction(), status);
            end.succeeded(gathering);
        } else if (status == TransactionStatus.FAILED) {
            restore(first);
        } else {
            transaction.ran(TransactionEffect.NONE, status);
            end.failed(error, gathering, delivered, false);
        }
    }

    private void restore(boolean first) {
        boolean whole = !savepoint || LOST_TRANSACTION.contains(error.sqlState());
        link.batch(
                out -> {
                    if (whole) {
                        out.run(ROLLBACK);
                    } else {
                        StatementSavepoint.restore(out);
                    }
                },
                new Answer() {
                    @Override
                    public void failed(HeliosException reason) {
                        // The engine says why in the status: still failed, and the next statement will say so.
                    }

                    @Override
                    public void ready(TransactionStatus status) {
                        transaction.ran(TransactionEffect.NONE, status);
                        end.failed(error, gathering, delivered, whole && (first || !savepoint));
                    }
                });
    }
}
