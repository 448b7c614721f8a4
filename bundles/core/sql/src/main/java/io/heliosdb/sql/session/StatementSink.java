package io.heliosdb.sql.session;

import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.type.Row;
import java.util.List;

/**
 * Receives the result of one statement: {@link #columns} and {@link #row}s where it returns rows, then once
 * {@link #completed} or {@link #failed}. Another statement may be begun from inside those two.
 */
public interface StatementSink {
    void columns(List<ResultColumn> columns);

    /** @param row cells in the engine's binary form; borrowed during the call */
    void row(Row row);

    void completed(Outcome outcome);

    /** The statement failed; as the engine or the dialect said it, to be put in the vendor's terms by the protocol. */
    void failed(HeliosException error);
}
