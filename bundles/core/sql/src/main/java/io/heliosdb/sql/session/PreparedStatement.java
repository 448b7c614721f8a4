package io.heliosdb.sql.session;

import java.util.List;

/** A statement that was translated and described, to be run any number of times in its session. */
public interface PreparedStatement {
    /** The client's own text. */
    String sql();

    /** The engine's idea of each parameter's type, as {@code pg_type.oid}; 0 where it has none. */
    List<Integer> parameterTypes();

    /** The columns of its rows; empty for a statement that returns none. */
    List<ResultColumn> columns();
}
