package io.heliosdb.sql.session;

import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
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

    /**
     * The statement reads a file of the client's, of which the sink has to bring the content or say why there is none. Before
     * this nothing was told, and afterwards only the end will be.
     *
     * @param name as the statement has it
     */
    default void file(String name, FileContent content) {
        content.refuse(new HeliosException(SqlState.FEATURE_NOT_SUPPORTED, "nobody can be asked for files here"));
    }

    void completed(Outcome outcome);

    /** The statement failed; as the engine or the dialect said it, to be put in the vendor's terms by the protocol. */
    void failed(HeliosException error);
}
