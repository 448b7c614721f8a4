package io.heliosdb.pg.engine.internal;

import static io.heliosdb.spi.engine.MessageCode.HEADER_BYTES;

import io.heliosdb.pg.wire.message.ErrorResponse;
import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The administrator's statements, one after the other, with their results as text. */
final class AdministratorSession extends BackendOwner {
    private final Backend backend;
    private CompletableFuture<List<List<String>>> running;
    private List<List<String>> rows;
    private HeliosException error;
    private HeliosException ended;

    AdministratorSession(Backend backend) {
        super(MessageInterest.inAll());
        this.backend = backend;
        backend.owner(this);
    }

    /**
     * Runs one statement when the one before is done.
     *
     * @return the rows, a null where a value is NULL; failed with the engine's HeliosException
     */
    CompletionStage<List<List<String>>> run(String sql) {
        CompletableFuture<List<List<String>>> result = new CompletableFuture<>();
        backend.context().executor().execute(() -> begin(sql, result));
        return result;
    }

    private void begin(String sql, CompletableFuture<List<List<String>>> result) {
        if (ended != null) {
            result.completeExceptionally(ended);
            return;
        }
        if (running != null) {
            throw new IllegalStateException("a statement is running");
        }
        running = result;
        rows = new ArrayList<>();
        error = null;
        FrontendMessages.queryText(backend.output().append(), sql);
        backend.output().flush();
    }

    /** From any thread. */
    void close() {
        backend.context().executor().execute(backend::terminate);
    }

    @Override
    Verdict inspect(Backend from, byte type, ByteBuf in, int start, int end) {
        switch (type) {
            case MessageCode.DATA_ROW -> rows.add(row(in.slice(start + HEADER_BYTES, end - start - HEADER_BYTES)));
            case MessageCode.ERROR_RESPONSE ->
                error = ErrorResponse.decode(in.slice(start + HEADER_BYTES, end - start - HEADER_BYTES))
                        .error();
            case MessageCode.READY_FOR_QUERY -> {
                return Verdict.SWALLOW_AND_END;
            }
            default -> {
                // a row's description, a command's tag, a notice: nobody asks
            }
        }
        return Verdict.SWALLOW;
    }

    private static List<String> row(ByteBuf body) {
        List<String> values = new ArrayList<>();
        try {
            for (int columns = body.readShort(); columns > 0; columns--) {
                int length = body.readInt();
                values.add(
                        length < 0
                                ? null
                                : body.readCharSequence(length, StandardCharsets.UTF_8)
                                        .toString());
            }
        } catch (IndexOutOfBoundsException e) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "the engine sent a broken DataRow");
        }
        return values;
    }

    @Override
    void messages(ByteBuf run) {
        throw new IllegalStateException("everything is swallowed");
    }

    @Override
    void delivered(Backend from) {
        CompletableFuture<List<List<String>>> done = running;
        running = null;
        if (error == null) {
            done.complete(rows);
        } else {
            done.completeExceptionally(error);
        }
    }

    @Override
    void lost(Backend from, HeliosException reason, boolean reported) {
        ended = reason;
        if (running != null) {
            running.completeExceptionally(reason);
            running = null;
        }
    }
}
