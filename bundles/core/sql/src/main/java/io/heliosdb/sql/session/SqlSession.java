package io.heliosdb.sql.session;

import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.sql.session.internal.TranslatedSession;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One client's statements: each is translated by the session's dialect, run at the engine inside the transaction that the
 * dialect asks for, and answered with typed rows. All methods are called on the event loop that the session was opened on;
 * none blocks. One statement at a time: the next one may begin when the sink of the one before was told its end.
 */
public interface SqlSession {
    /**
     * Opens a session. The outcome arrives at the listener.
     *
     * @param dialect translated, or the engine's own ({@link Dialect#verbatim}): for a protocol that has no SQL of its own
     * @param parameters engine run-time parameters beside those of the dialect ({@code application_name})
     */
    static SqlSession open(
            Dialect dialect,
            SessionOpening opening,
            Engine engine,
            Role role,
            Map<String, String> parameters,
            EventLoop loop,
            SessionListener listener) {
        TranslatedSession session = new TranslatedSession(dialect, opening, listener);
        session.open(engine, role, parameters, loop);
        return session;
    }

    DialectSession dialect();

    /**
     * Goes on with another version of the dialect, as soon as no statement and no transaction is under way. A later call
     * before that takes the place of this one.
     *
     * @param left is told the version that is used no more: the former one, or {@code newer} where the session cannot go on
     *     with it, or where a later call came before
     */
    void moveTo(Dialect newer, Consumer<Dialect> left);

    /** Whether a transaction is open between statements. */
    TransactionStatus transaction();

    /** Runs one statement without parameters. */
    void execute(String sql, StatementSink sink);

    /** Translates one statement and lets the engine tell what it takes and gives. */
    void prepare(String sql, PrepareSink sink);

    /**
     * Runs a prepared statement.
     *
     * @param parameters as many as {@link PreparedStatement#parameterTypes()}
     */
    void execute(PreparedStatement statement, List<Parameter> parameters, StatementSink sink);

    /**
     * Runs a prepared query and keeps its rows at the engine, also beyond the end of the transaction. The sink is told the
     * columns and the end, no rows; a statement that is no query just runs.
     *
     * @param cursor a name that no other open cursor of this session has; letters, digits, underscores
     */
    void openCursor(String cursor, PreparedStatement statement, List<Parameter> parameters, StatementSink sink);

    /** The next rows of a cursor: the sink is told rows, then the end; {@code returned} below {@code rows} ends it. */
    void fetch(String cursor, int rows, StatementSink sink);

    /** Forgets a cursor; its resources at the engine go with the next statement. */
    void closeCursor(String cursor);

    /** Forgets a prepared statement; its resources at the engine go with the next statement. */
    void close(PreparedStatement statement);

    /** Rolls back, forgets cursors, prepared statements, temporary tables and settings. */
    void reset(StatementSink sink);

    /**
     * Cancels what runs at this moment, if anything; its sink is told 57014.
     *
     * @return complete when the engine has taken notice
     */
    CompletionStage<Void> cancel();

    /** Stops (false) and resumes (true) reading results, for a client that is slower than the engine. */
    void setReading(boolean reading);

    /** Ends the session: an open transaction is rolled back. The listener hears no more. */
    void close();
}
