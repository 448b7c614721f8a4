package io.heliosdb.mysql.dialect;

import io.heliosdb.pg.engine.PostgresEngine;
import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.SessionControl;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.type.Row;
import io.heliosdb.spi.type.TextForm;
import io.heliosdb.sql.session.FileContent;
import io.heliosdb.sql.session.ResultColumn;
import io.heliosdb.sql.session.SessionListener;
import io.heliosdb.sql.session.SqlSession;
import io.heliosdb.sql.session.StatementSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A MySQL session at a real engine that answers each statement with lines of text. */
public final class Conversation implements SessionListener, AutoCloseable {
    private static final long LIMIT_SECONDS = 120;

    private static final int PIECE_BYTES = 1000;

    private final EventLoop loop;
    private final CompletableFuture<Optional<HeliosException>> opened = new CompletableFuture<>();
    private final SqlSession session;

    public Conversation(PostgresEngine engine, EventLoop loop, String database) {
        this.loop = loop;
        Role role = new Role("demo", Set.of(), Optional.of("demo"));
        SessionControl control = (id, target) -> switch ((int) id) {
            case 1 -> SessionControl.Answer.TAKEN;
            case 2 -> SessionControl.Answer.FOREIGN;
            default -> SessionControl.Answer.UNKNOWN;
        };
        SessionOpening opening =
                new SessionOpening("demo", database, database, 7, Map.of("local_infile", "ON"), control);
        session = onLoop(() -> SqlSession.open(new MysqlDialect(), opening, engine, role, Map.of(), loop, this));
        await(opened).ifPresent(reason -> {
            throw reason;
        });
    }

    @Override
    public void opened(SessionStart start) {
        opened.complete(Optional.empty());
    }

    @Override
    public void readComplete() {
        // nothing is written that would have to be flushed
    }

    @Override
    public void closed(HeliosException reason) {
        opened.complete(Optional.of(reason));
    }

    public DialectSession dialect() {
        return session.dialect();
    }

    /** Goes on with another version of the dialect, which is the same one; if not at once, after the open transaction. */
    public void swapDialect() {
        onLoop(() -> {
            session.moveTo(new MysqlDialect(), left -> {});
            return null;
        });
    }

    /** What a statement is answered with: columns and rows, then {@code ok} and what there is to say, or the error. */
    public List<String> ask(String sql) {
        CompletableFuture<List<String>> answer = new CompletableFuture<>();
        onLoop(() -> {
            session.execute(sql, new Recorder(answer));
            return null;
        });
        return await(answer);
    }

    /** What a statement that reads a file is answered with, when the client sends this. */
    public List<String> load(String sql, byte[] content) {
        CompletableFuture<List<String>> answer = new CompletableFuture<>();
        onLoop(() -> {
            session.execute(sql, new Recorder(answer) {
                @Override
                public void file(String name, FileContent taker) {
                    send(Unpooled.wrappedBuffer(content), taker);
                }
            });
            return null;
        });
        return await(answer);
    }

    /** Sends what is left of a file in pieces, each when the one before was taken. */
    private void send(ByteBuf content, FileContent taker) {
        if (content.isReadable()) {
            ByteBuf piece = content.readSlice(Math.min(PIECE_BYTES, content.readableBytes()));
            taker.content(piece, () -> loop.execute(() -> send(content, taker)));
        } else {
            taker.end();
        }
    }

    private class Recorder implements StatementSink {
        private final CompletableFuture<List<String>> answer;
        private final List<String> lines = new ArrayList<>();
        private List<ResultColumn> columns = List.of();

        Recorder(CompletableFuture<List<String>> answer) {
            this.answer = answer;
        }

        @Override
        public void columns(List<ResultColumn> described) {
            columns = described;
            lines.add(String.join(
                    " | ",
                    described.stream().map(column -> column.column().name()).toList()));
        }

        @Override
        public void row(Row row) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.columns(); i++) {
                cells.add(row.isNull(i) ? "NULL" : text(row, i));
            }
            lines.addAll(String.join(" | ", cells).lines().toList());
        }

        private String text(Row row, int column) {
            ByteBuf out = Unpooled.buffer();
            TextForm.write(
                    columns.get(column).column().typeOid(), row.body(), row.offset(column), row.length(column), out);
            return out.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void completed(Outcome outcome) {
            StringBuilder end = new StringBuilder("ok");
            if (outcome.affected() > 0) {
                end.append(' ').append(outcome.affected());
            }
            outcome.generatedKey().ifPresent(key -> end.append(" key ").append(key));
            dialect()
                    .information()
                    .ifPresent(words -> end.append(" (").append(words).append(')'));
            lines.add(end.toString());
            answer.complete(lines);
        }

        @Override
        public void failed(HeliosException error) {
            VendorError vendor = dialect().error(error);
            lines.add("error " + vendor.code() + " " + vendor.sqlState() + ": " + vendor.message());
            answer.complete(lines);
        }
    }

    @Override
    public void close() {
        onLoop(() -> {
            session.close();
            return null;
        });
    }

    private <T> T onLoop(Supplier<T> call) {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                done.complete(call.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return await(done);
    }

    private static <T> T await(CompletableFuture<T> future) {
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
}
