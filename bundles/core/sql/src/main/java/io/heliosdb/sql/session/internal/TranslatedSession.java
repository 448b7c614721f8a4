package io.heliosdb.sql.session.internal;

import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.sql.session.Parameter;
import io.heliosdb.sql.session.PrepareSink;
import io.heliosdb.sql.session.PreparedStatement;
import io.heliosdb.sql.session.SessionListener;
import io.heliosdb.sql.session.SqlSession;
import io.heliosdb.sql.session.StatementSink;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The session of a dialect that is translated. */
public final class TranslatedSession implements SqlSession {
    private final DialectSession dialect;
    private final SessionListener listener;

    public TranslatedSession(Dialect dialect, SessionOpening opening, SessionListener listener) {
        this.dialect = dialect.open(opening);
        this.listener = listener;
    }

    public void open(Engine engine, Role role, Map<String, String> parameters, EventLoop loop) {
        throw new UnsupportedOperationException();
    }

    @Override
    public DialectSession dialect() {
        return dialect;
    }

    @Override
    public TransactionStatus transaction() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void execute(String sql, StatementSink sink) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void prepare(String sql, PrepareSink sink) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void execute(PreparedStatement statement, List<Parameter> parameters, StatementSink sink) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void openCursor(String cursor, PreparedStatement statement, List<Parameter> parameters, StatementSink sink) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void fetch(String cursor, int rows, StatementSink sink) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void closeCursor(String cursor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close(PreparedStatement statement) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void reset(StatementSink sink) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> cancel() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setReading(boolean reading) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        listener.readComplete();
    }
}
