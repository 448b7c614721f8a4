package io.heliosdb.sql.session.internal;

import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.type.Column;
import io.heliosdb.spi.type.Row;
import java.util.List;

/** What takes the engine's answer to one batch, message by message, up to ReadyForQuery. */
interface Answer {
    /** RowDescription. */
    default void columns(List<Column> columns) {}

    /** ParameterDescription. */
    default void parameters(List<Integer> types) {}

    /** NoData: what was described returns no rows. */
    default void noData() {}

    /** DataRow, borrowed. */
    default void row(Row row) {}

    /** CommandComplete or EmptyQueryResponse: the next statement of the batch is done. */
    default void done(String tag) {}

    /** ErrorResponse: the rest of the batch is skipped. */
    void failed(HeliosException error);

    /** NoticeResponse. */
    default void notice(HeliosException notice) {}

    /** ReadyForQuery: the batch is answered. */
    void ready(TransactionStatus status);
}
