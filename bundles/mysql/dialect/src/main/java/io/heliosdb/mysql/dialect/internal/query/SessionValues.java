package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.spi.error.HeliosException;
import java.util.Optional;
import java.util.Set;

/** What statements read of their session, and what they leave in it. Used on the session's event loop only. */
public interface SessionValues {
    /** The flags of {@code sql_mode} that are set now. */
    Set<SqlMode> sqlMode();

    /** The current database as its client names it; empty where none is chosen. */
    Optional<String> database();

    /** The database that is the engine's schema {@code public}. */
    String defaultDatabase();

    /** {@code sql_select_limit}: how many rows a SELECT without LIMIT gives at most; empty for all. */
    default Optional<String> selectLimit() {
        return Optional.empty();
    }

    /** {@code collation_connection}: what strings without a column are compared by. */
    default String collation() {
        return "utf8mb4_0900_ai_ci";
    }

    /** {@code LAST_INSERT_ID()}. */
    SessionValue lastInsertId();

    /** {@code ROW_COUNT()}. */
    long rowCount();

    /** {@code FOUND_ROWS()}. */
    long foundRows();

    /** {@code CONNECTION_ID()}. */
    long connectionId();

    /** {@code USER()}: {@code demo@localhost}. */
    String user();

    /** {@code CURRENT_USER()}: the account, {@code demo@%}. */
    String currentUser();

    /** {@code VERSION()}. */
    String version();

    /**
     * A user variable, {@link SessionValue#NULL} where it was never set.
     *
     * @param name without {@code @}, lower-case
     */
    SessionValue userVariable(String name);

    /**
     * A system variable.
     *
     * @param scope {@code session}, {@code global}, or empty for whichever there is
     * @param name lower-case
     * @throws HeliosException where MySQL has none of that name (1193), or not in that scope (1238)
     */
    SessionValue systemVariable(String scope, String name);

    /** A statement that succeeded has set a user variable. */
    void setUserVariable(String name, SessionValue value);

    /** A statement that succeeded has called {@code LAST_INSERT_ID(n)}. */
    void setLastInsertId(SessionValue value);

    /** A statement that succeeded has a condition to show. */
    void warn(int code, String message);

    /** A query with {@code SQL_CALC_FOUND_ROWS} succeeded: what {@code FOUND_ROWS()} says next, whatever was returned. */
    void setFoundRows(long rows);
}
