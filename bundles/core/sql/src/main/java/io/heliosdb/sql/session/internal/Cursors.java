package io.heliosdb.sql.session.internal;

import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.TransactionEffect;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.type.Row;
import io.heliosdb.sql.session.ResultColumn;
import io.heliosdb.sql.session.StatementSink;
import java.util.ArrayList;
import java.util.List;

/** Cursors over prepared queries: the engine's own, held beyond the transaction that opened them. */
final class Cursors {
    private final EngineLink link;
    private final List<String> toClose = new ArrayList<>();

    Cursors(EngineLink link) {
        this.link = link;
    }

    /** Whether a cursor can run over the statement: one query and nothing else. */
    static boolean serves(Prepared prepared) {
        List<Step> steps = prepared.plan().steps();
        return prepared.isNamed() && steps.size() == 1 && steps.get(0).use() == Step.Use.ROWS;
    }

    /** The plan that opens a cursor over a statement that it {@linkplain #serves serves}. */
    static Plan opening(String cursor, Prepared prepared) {
        Step query = prepared.plan().steps().get(0);
        Step declare = new Step(
                "DECLARE \"" + cursor + "\" CURSOR WITH HOLD FOR " + query.text(),
                Step.Use.DISCARD,
                query.parameters());
        return new Plan(
                List.of(declare),
                StatementKind.OTHER,
                TransactionEffect.STATEMENT,
                prepared.plan().parameters(),
                List.of(),
                Plan.NOTHING);
    }

    /** The plan that fetches from a cursor; its only step is its text. */
    static Plan fetching(String cursor, int rows) {
        return new Plan(
                List.of(new Step("FETCH FORWARD " + rows + " FROM \"" + cursor + "\"", Step.Use.ROWS, List.of())),
                StatementKind.QUERY,
                TransactionEffect.NONE,
                0,
                List.of(),
                Plan.NOTHING);
    }

    /** Tells of an opened cursor what it is going to return. */
    static StatementSink announcing(List<ResultColumn> columns, StatementSink sink) {
        return new Forwarding(sink) {
            @Override
            public void completed(Outcome outcome) {
                sink.columns(columns);
                super.completed(outcome);
            }
        };
    }

    /** Passes rows on without their columns, which were told when the cursor was opened. */
    static StatementSink withoutColumns(StatementSink sink) {
        return new Forwarding(sink) {
            @Override
            public void columns(List<ResultColumn> columns) {
                // told
            }
        };
    }

    /** Closes the cursor before the next statement that runs outside of a transaction. */
    void close(String cursor) {
        toClose.add(cursor);
    }

    /** The engine has closed all of them. */
    void forget() {
        toClose.clear();
    }

    /** One by one, because one that a rollback took along cannot be closed; inside a transaction that would end it. */
    void sweep(Runnable next) {
        if (toClose.isEmpty() || link.inTransaction()) {
            next.run();
            return;
        }
        String cursor = toClose.remove(toClose.size() - 1);
        link.batch(
                out -> out.run("CLOSE \"" + cursor + "\""),
                new SimpleAnswer(status -> sweep(next), gone -> sweep(next)));
    }

    private abstract static class Forwarding implements StatementSink {
        private final StatementSink sink;

        Forwarding(StatementSink sink) {
            this.sink = sink;
        }

        @Override
        public void columns(List<ResultColumn> columns) {
            sink.columns(columns);
        }

        @Override
        public void row(Row row) {
            sink.row(row);
        }

        @Override
        public void completed(Outcome outcome) {
            sink.completed(outcome);
        }

        @Override
        public void failed(HeliosException error) {
            sink.failed(error);
        }
    }
}
