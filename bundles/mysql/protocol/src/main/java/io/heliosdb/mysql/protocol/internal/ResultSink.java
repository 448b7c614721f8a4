package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.mysql.protocol.internal.message.ServerStatus;
import io.heliosdb.mysql.protocol.internal.type.MysqlColumn;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.type.Row;
import io.heliosdb.sql.session.ResultColumn;
import io.heliosdb.sql.session.StatementSink;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The result of one statement on its way to the client: rows, or a count, or an error. */
class ResultSink implements StatementSink {
    private static final Logger LOGGER = LoggerFactory.getLogger(ResultSink.class);

    /** Told how the statement ended, after the client was. */
    @FunctionalInterface
    interface Ended {
        void ended(boolean successfully);
    }

    protected final ResultWriter writer;
    private final boolean binary;
    private final int moreStatus;
    private final ErrorTerms terms;
    private final Ended ended;
    private List<MysqlColumn> columns;
    private RuntimeException defect;

    /**
     * @param binary the form of the rows
     * @param more whether another statement of the same command follows, if this one succeeds
     */
    ResultSink(ResultWriter writer, boolean binary, boolean more, ErrorTerms terms, Ended ended) {
        this.writer = writer;
        this.binary = binary;
        moreStatus = ResultWriter.more(more);
        this.terms = terms;
        this.ended = ended;
    }

    protected final void columnsAre(List<MysqlColumn> known) {
        columns = known;
    }

    @Override
    public void columns(List<ResultColumn> described) {
        if (columns != null) {
            writer.end(ServerStatus.MORE_RESULTS_EXISTS);
        }
        columns = writer.view().types().columns(described);
        writer.begin();
        writer.header(columns);
        writer.endOfDefinitions(writer.view().status());
    }

    @Override
    public final void row(Row row) {
        if (defect != null) {
            return;
        }
        try {
            if (binary) {
                writer.binaryRow(row, columns);
            } else {
                writer.textRow(row, columns);
            }
        } catch (RuntimeException e) {
            // Not the engine's concern: it finishes, and the client is told then.
            defect = e;
        }
    }

    @Override
    public final void completed(Outcome outcome) {
        writer.begin();
        if (defect != null) {
            LOGGER.error("a row could not be written", defect);
            writer.error(MysqlError.UNKNOWN_ERROR.error());
        } else if (columns == null) {
            succeeded(outcome, moreStatus);
        } else {
            rowsEnd(outcome, moreStatus);
        }
        ended.ended(defect == null);
    }

    /** A statement without rows succeeded. */
    protected void succeeded(Outcome outcome, int more) {
        writer.ok(outcome, more);
    }

    /** All rows are written. */
    protected void rowsEnd(Outcome outcome, int more) {
        writer.end(more);
    }

    @Override
    public final void failed(HeliosException error) {
        writer.begin();
        writer.error(terms.of(error));
        ended.ended(false);
    }
}
