package io.heliosdb.sql.session.internal;

import io.heliosdb.spi.dialect.CatalogMiss;
import io.heliosdb.spi.dialect.ClientFile;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.sql.session.FileContent;
import io.heliosdb.sql.session.StatementSink;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Optional;

/**
 * A statement that reads a file of the client's. Its batches run one after the other in a transaction of their own, or
 * behind a savepoint of the client's, as the content comes; the next piece is asked for when those of the last one are done.
 * After an error the rest of the content is dropped, then the error is told.
 */
final class FileRun implements FileContent, StatementRun.End {
    private static final String SAVEPOINT = "SAVEPOINT helios_file";
    private static final String RELEASE = "RELEASE SAVEPOINT helios_file";
    private static final String RESTORE = "ROLLBACK TO SAVEPOINT helios_file";

    private final TranslatedSession session;
    private final EngineLink link;
    private final Plan plan;
    private final ClientFile file;
    private final StatementSink sink;

    private Plan batch;
    private boolean begun;
    /** Whether the transaction is the statement's own. */
    private boolean ownTransaction;
    /** Whether something of this statement is at the engine. */
    private boolean busy;

    private Runnable taken;
    private boolean ended;
    private HeliosException error;

    FileRun(TranslatedSession session, Plan plan, ClientFile file, StatementSink sink) {
        this.session = session;
        link = session.link();
        this.plan = plan;
        this.file = file;
        this.sink = sink;
    }

    void start() {
        sink.file(file.name(), this);
    }

    /** Whether it waited for its client, and has failed now because it was told to. */
    boolean abandon() {
        if (busy || error != null) {
            return false;
        }
        failed(new HeliosException(SqlState.QUERY_CANCELED, "canceling statement due to user request"));
        return true;
    }

    // ------------------------------------------------------------------ the content

    @Override
    public void content(ByteBuf octets, Runnable next) {
        if (error != null) {
            next.run();
            return;
        }
        taken = next;
        try {
            file.content(octets);
        } catch (HeliosException e) {
            failed(e);
            return;
        }
        advance();
    }

    @Override
    public void end() {
        ended = true;
        if (error != null) {
            if (!busy) {
                undone();
            }
            return;
        }
        file.end();
        advance();
    }

    @Override
    public void refuse(HeliosException reason) {
        session.fail(reason, List.of(), sink);
    }

    private void advance() {
        busy = false;
        Optional<Plan> next;
        try {
            next = file.next(session.catalog());
        } catch (CatalogMiss miss) {
            busy = true;
            session.planner().lookUp(miss.table(), this::advance, this::failed);
            return;
        } catch (HeliosException e) {
            failed(e);
            return;
        }
        if (next.isPresent()) {
            batch = next.get();
            busy = true;
            begin();
        } else if (ended) {
            finish();
        } else {
            handOver();
        }
    }

    private void handOver() {
        Runnable next = taken;
        taken = null;
        next.run();
    }

    // ------------------------------------------------------------------ the transaction

    private void begin() {
        if (begun) {
            run();
            return;
        }
        TransactionState transaction = session.transactionState();
        boolean open = link.inTransaction();
        ownTransaction = !open && transaction.autocommit();
        link.batch(
                out -> {
                    if (!open) {
                        out.run(ownTransaction ? "BEGIN" : transaction.begin());
                    }
                    if (!ownTransaction) {
                        out.run(SAVEPOINT);
                    }
                },
                new SimpleAnswer(
                        status -> {
                            begun = true;
                            run();
                        },
                        this::failed));
    }

    private void run() {
        try {
            new StatementRun(link, session.transactionState(), batch, this::write, sink, session.origins(), this)
                    .start();
        } catch (HeliosException e) {
            failed(e);
        }
    }

    private void write(FrontendWriter out, int number) {
        Step step = batch.steps().get(number);
        out.parse("", step.text(), List.of());
        out.bind("", List.of(), List.of(), FrontendWriter.TEXT);
        if (step.use() == Step.Use.SUMMARY) {
            out.describePortal();
        }
        out.execute();
    }

    @Override
    public void succeeded(Gathering gathering) {
        try {
            if (gathering.refusal().isPresent()) {
                throw gathering.refusal().get();
            }
            Outcome outcome = gathering.outcome();
            batch.succeeded().accept(outcome);
            file.ran(outcome);
        } catch (HeliosException e) {
            failed(e);
            return;
        }
        advance();
    }

    @Override
    public void failed(HeliosException reason, Gathering gathering, boolean delivered, boolean restarted) {
        failed(reason);
    }

    private void finish() {
        if (!begun) {
            session.finish(plan, file.loaded(), sink);
            return;
        }
        busy = true;
        link.batch(
                out -> out.run(ownTransaction ? "COMMIT" : RELEASE),
                new SimpleAnswer(
                        status -> {
                            session.transactionState().ran(plan.transaction(), status);
                            session.finish(plan, file.loaded(), sink);
                        },
                        this::failed));
    }

    /** Everything becomes as it was before the statement; the client is told when it has sent everything. */
    private void failed(HeliosException reason) {
        error = reason;
        busy = true;
        if (!begun || !link.inTransaction()) {
            undone();
            return;
        }
        link.batch(
                out -> {
                    if (ownTransaction) {
                        out.run("ROLLBACK");
                    } else {
                        out.run(RESTORE);
                        out.run(RELEASE);
                    }
                },
                new SimpleAnswer(
                        status -> {
                            session.transactionState().ran(plan.transaction(), status);
                            undone();
                        },
                        // The engine says why in the status: the next statement will say so.
                        gone -> undone()));
    }

    private void undone() {
        busy = false;
        if (ended) {
            session.fail(error, List.of(), sink);
        } else if (taken != null) {
            handOver();
        }
    }
}
