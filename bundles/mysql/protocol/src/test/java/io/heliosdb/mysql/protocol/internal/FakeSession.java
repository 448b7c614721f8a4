package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.session.Parameter;
import io.heliosdb.sql.session.PrepareSink;
import io.heliosdb.sql.session.PreparedStatement;
import io.heliosdb.sql.session.ResultColumn;
import io.heliosdb.sql.session.SessionListener;
import io.heliosdb.sql.session.SqlSession;
import io.heliosdb.sql.session.StatementSink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A session that remembers what it is asked and answers what the test says, at once unless told otherwise. */
final class FakeSession implements SqlSession {
    /** How a statement is answered. */
    interface Answer extends Consumer<StatementSink> {}

    static final Answer DONE = sink -> sink.completed(outcome(0));

    final FakeDialect.Session dialect;
    final SessionListener listener;
    final List<String> calls = new ArrayList<>();
    final Map<String, Answer> answers = new HashMap<>();
    final Map<String, Statement> preparable = new HashMap<>();
    List<Parameter> parameters = List.of();
    TransactionStatus transaction = TransactionStatus.IDLE;

    FakeSession(FakeDialect.Session dialect, SessionListener listener) {
        this.dialect = dialect;
        this.listener = listener;
        Results one = Results.of("1", io.heliosdb.spi.type.TypeOid.INT4).row(Results.int4(1));
        answers.put("SELECT 1", one);
        answers.put("USE `nowhere`", sink -> sink.failed(MysqlError.UNKNOWN_DATABASE.exception("nowhere")));
        preparable.put(
                "SELECT ?", new Statement("SELECT ?", List.of(io.heliosdb.spi.type.TypeOid.INT4), one.columns()));
    }

    /** Sessions that open at once, each shown to somebody. */
    static SessionOpener opener(Consumer<FakeSession> shown) {
        return (dialect, opening, engine, role, parameters, loop, listener) -> {
            FakeSession session = new FakeSession(((FakeDialect) dialect).open(opening), listener);
            shown.accept(session);
            loop.execute(() -> listener.opened(new SessionStart(1, Map.of())));
            return session;
        };
    }

    static Outcome outcome(long affected) {
        return outcome(affected, affected, "");
    }

    static Outcome outcome(long affected, long matched, String key) {
        return new Outcome(
                affected,
                matched,
                0,
                Optional.of(key).filter(generated -> !generated.isEmpty()),
                List.of(),
                List.of(),
                Optional.empty());
    }

    static Outcome returned(long rows) {
        return new Outcome(-1, -1, rows, Optional.empty(), List.of(), List.of(), Optional.empty());
    }

    SessionOpening opening() {
        return dialect.opening;
    }

    @Override
    public FakeDialect.Session dialect() {
        return dialect;
    }

    @Override
    public void moveTo(Dialect newer, Consumer<Dialect> left) {
        left.accept(newer);
    }

    @Override
    public TransactionStatus transaction() {
        return transaction;
    }

    @Override
    public void execute(String sql, StatementSink sink) {
        calls.add(sql);
        answers.getOrDefault(sql, DONE).accept(sink);
    }

    @Override
    public void prepare(String sql, PrepareSink sink) {
        calls.add("prepare " + sql);
        if (preparable.containsKey(sql)) {
            sink.prepared(preparable.get(sql));
        } else {
            sink.failed(new HeliosException("42601", "cannot be prepared"));
        }
    }

    @Override
    public void execute(PreparedStatement statement, List<Parameter> values, StatementSink sink) {
        calls.add("execute " + statement.sql());
        parameters = values;
        answers.getOrDefault(statement.sql().replace("?", "1"), DONE).accept(sink);
    }

    @Override
    public void openCursor(String cursor, PreparedStatement statement, List<Parameter> values, StatementSink sink) {
        calls.add("open " + cursor);
        parameters = values;
        sink.columns(statement.columns());
        sink.completed(outcome(0));
    }

    @Override
    public void fetch(String cursor, int rows, StatementSink sink) {
        calls.add("fetch " + rows + " of " + cursor);
        answers.getOrDefault("fetch", one -> one.completed(returned(0))).accept(sink);
    }

    @Override
    public void closeCursor(String cursor) {
        calls.add("close " + cursor);
    }

    @Override
    public void close(PreparedStatement statement) {
        calls.add("close " + statement.sql());
    }

    @Override
    public void reset(StatementSink sink) {
        calls.add("reset");
        sink.completed(outcome(0));
    }

    @Override
    public CompletionStage<Void> cancel() {
        calls.add("cancel");
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void setReading(boolean reading) {
        calls.add("reading " + reading);
    }

    @Override
    public void close() {
        calls.add("close");
    }

    record Statement(String sql, List<Integer> parameterTypes, List<ResultColumn> columns)
            implements PreparedStatement {}
}
