package io.heliosdb.sql.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.type.Row;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A session driven from the test's thread: each call waits for its end. */
final class SessionUnderTest implements SessionListener {
    private static final long LIMIT_SECONDS = 30;

    /** What a statement gave; cells as hex of the engine's binary form. */
    static class Result implements StatementSink {
        final List<ResultColumn> columns = new ArrayList<>();
        final List<List<String>> rows = new ArrayList<>();
        final CompletableFuture<Outcome> end = new CompletableFuture<>();

        @Override
        public void columns(List<ResultColumn> described) {
            columns.addAll(described);
        }

        @Override
        public void row(Row row) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.columns(); i++) {
                cells.add(row.isNull(i) ? null : ByteBufUtil.hexDump(row.body(), row.offset(i), row.length(i)));
            }
            rows.add(cells);
        }

        @Override
        public void completed(Outcome outcome) {
            end.complete(outcome);
        }

        @Override
        public void failed(HeliosException error) {
            end.completeExceptionally(error);
        }

        Outcome outcome() {
            return await(end);
        }

        String state() {
            try {
                outcome();
                return "00000";
            } catch (HeliosException e) {
                return e.sqlState();
            }
        }
    }

    final DirectDialect dialect = new DirectDialect();
    final CompletableFuture<SessionStart> opened = new CompletableFuture<>();
    final CompletableFuture<HeliosException> closed = new CompletableFuture<>();
    private final EventLoop loop;
    final SqlSession session;

    SessionUnderTest(Engine engine, Role role, String database, EventLoop loop) {
        this.loop = loop;
        SessionOpening opening = new SessionOpening(role.name(), database, "", 1, Map.of());
        CompletableFuture<SqlSession> made = new CompletableFuture<>();
        loop.execute(() -> made.complete(
                SqlSession.open(dialect, opening, engine, role, Map.of("application_name", "under test"), loop, this)));
        session = await(made);
        await(CompletableFuture.anyOf(opened, closed));
    }

    @Override
    public void opened(SessionStart start) {
        opened.complete(start);
    }

    @Override
    public void readComplete() {
        // nothing is written that would have to be flushed
    }

    @Override
    public void closed(HeliosException reason) {
        closed.complete(reason);
    }

    Result start(String sql) {
        return begin(result -> session.execute(sql, result));
    }

    Outcome run(String sql) {
        return start(sql).outcome();
    }

    Result result(String sql) {
        Result result = start(sql);
        result.outcome();
        return result;
    }

    String state(String sql) {
        return start(sql).state();
    }

    Result begin(Consumer<Result> call) {
        Result result = new Result();
        onLoop(() -> call.accept(result));
        return result;
    }

    PreparedStatement prepare(String sql) {
        CompletableFuture<PreparedStatement> prepared = new CompletableFuture<>();
        onLoop(() -> session.prepare(sql, new PrepareSink() {
            @Override
            public void prepared(PreparedStatement statement) {
                prepared.complete(statement);
            }

            @Override
            public void failed(HeliosException error) {
                prepared.completeExceptionally(error);
            }
        }));
        return await(prepared);
    }

    Result execute(PreparedStatement statement, Parameter... parameters) {
        return begin(result -> session.execute(statement, List.of(parameters), result));
    }

    void onLoop(Runnable call) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                call.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        await(done);
    }

    void close() {
        onLoop(session::close);
    }

    static Parameter text(int type, String value) {
        return new Parameter(type, value.getBytes(UTF_8));
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    static Optional<String> only(Result result) {
        return Optional.ofNullable(result.rows.get(0).get(0));
    }
}
