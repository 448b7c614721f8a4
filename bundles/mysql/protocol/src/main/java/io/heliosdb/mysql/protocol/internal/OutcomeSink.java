package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.spi.type.Row;
import io.heliosdb.sql.session.ResultColumn;
import io.heliosdb.sql.session.StatementSink;
import java.util.List;

/** For a statement of which only the end is of interest. */
abstract class OutcomeSink implements StatementSink {
    @Override
    public final void columns(List<ResultColumn> columns) {
        // nobody asked
    }

    @Override
    public final void row(Row row) {
        // nobody asked
    }
}
