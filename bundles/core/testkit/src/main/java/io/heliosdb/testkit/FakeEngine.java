package io.heliosdb.testkit;

import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.engine.EngineSession;
import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.engine.ResultSink;
import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.type.TypeOid;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * An engine that answers every request at once, for any number of sessions on any threads: a query with one row of one text
 * {@code x}, everything else with one row changed. While its results are not read it keeps them.
 */
public final class FakeEngine implements Engine {
    private static final Pattern QUERY =
            Pattern.compile("(?is)\\s*(select|values|with|table|show)\\b.*|.*\\breturning\\b.*");
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");

    private final AtomicInteger lastProcessId = new AtomicInteger();

    @Override
    public CompletionStage<Void> ready() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public EngineSession open(SessionRequest request, EventLoop loop, ResultSink sink) {
        SessionStart start = new SessionStart(lastProcessId.incrementAndGet(), Map.of("server_version", "18.6"));
        loop.execute(() -> sink.opened(start));
        return new Session(sink);
    }

    @Override
    public CompletionStage<Void> closeIdle() {
        return CompletableFuture.completedFuture(null);
    }

    private static final class Session implements EngineSession {
        private final ResultSink sink;
        private final Map<String, String> statements = new HashMap<>();
        private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
        private String portal = "";
        private boolean reading = true;
        private boolean batchEnded;

        Session(ResultSink sink) {
            this.sink = sink;
        }

        @Override
        public void send(ByteBuf run) {
            while (run.isReadable()) {
                byte type = run.readByte();
                ByteBuf body = run.readSlice(run.readInt() - Integer.BYTES);
                batchEnded = type == MessageCode.SYNC || type == MessageCode.QUERY;
                switch (type) {
                    case MessageCode.PARSE -> {
                        statements.put(string(body), string(body));
                        message(MessageCode.PARSE_COMPLETE, Unpooled.EMPTY_BUFFER);
                    }
                    case MessageCode.BIND -> {
                        string(body);
                        portal = statements.getOrDefault(string(body), "");
                        message(MessageCode.BIND_COMPLETE, Unpooled.EMPTY_BUFFER);
                    }
                    case MessageCode.DESCRIBE -> describe(body.readByte() == 'S', string(body));
                    case MessageCode.EXECUTE -> result(portal);
                    case MessageCode.CLOSE -> message(MessageCode.CLOSE_COMPLETE, Unpooled.EMPTY_BUFFER);
                    case MessageCode.SYNC -> readyForQuery();
                    case MessageCode.QUERY -> {
                        String sql = string(body);
                        if (returnsRows(sql)) {
                            rowDescription();
                        }
                        result(sql);
                        readyForQuery();
                    }
                    default -> {}
                }
            }
        }

        private void describe(boolean statement, String name) {
            String sql = statement ? statements.getOrDefault(name, "") : portal;
            if (statement) {
                int parameters = PARAMETER
                        .matcher(sql)
                        .results()
                        .map((MatchResult found) -> Integer.parseInt(found.group(1)))
                        .reduce(0, Math::max);
                ByteBuf types = Unpooled.buffer().writeShort(parameters);
                for (int i = 0; i < parameters; i++) {
                    types.writeInt(TypeOid.TEXT);
                }
                message(MessageCode.PARAMETER_DESCRIPTION, types);
            }
            if (returnsRows(sql)) {
                rowDescription();
            } else {
                message(MessageCode.NO_DATA, Unpooled.EMPTY_BUFFER);
            }
        }

        private void rowDescription() {
            message(
                    MessageCode.ROW_DESCRIPTION,
                    Unpooled.buffer()
                            .writeShort(1)
                            .writeBytes(ascii("x\0"))
                            .writeInt(0)
                            .writeShort(0)
                            .writeInt(TypeOid.TEXT)
                            .writeShort(-1)
                            .writeInt(-1)
                            .writeShort(1));
        }

        private void result(String sql) {
            if (returnsRows(sql)) {
                message(
                        MessageCode.DATA_ROW,
                        Unpooled.buffer().writeShort(1).writeInt(1).writeByte('x'));
                message(MessageCode.COMMAND_COMPLETE, Unpooled.wrappedBuffer(ascii("SELECT 1\0")));
            } else {
                message(MessageCode.COMMAND_COMPLETE, Unpooled.wrappedBuffer(ascii("INSERT 0 1\0")));
            }
        }

        private void readyForQuery() {
            message(MessageCode.READY_FOR_QUERY, Unpooled.buffer().writeByte(TransactionStatus.IDLE.code()));
        }

        private void message(byte type, ByteBuf body) {
            ByteBuf whole = Unpooled.buffer()
                    .writeByte(type)
                    .writeInt(Integer.BYTES + body.readableBytes())
                    .writeBytes(body);
            answers.write(whole.array(), 0, whole.readableBytes());
        }

        private static boolean returnsRows(String sql) {
            return QUERY.matcher(sql.toLowerCase(Locale.ROOT)).matches();
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        private static String string(ByteBuf body) {
            int length = body.bytesBefore((byte) 0);
            String text = body.readCharSequence(length, StandardCharsets.UTF_8).toString();
            body.skipBytes(1);
            return text;
        }

        @Override
        public void sendFragment(ByteBuf octets) {
            throw new UnsupportedOperationException("whole messages are sent");
        }

        @Override
        public void flush() {
            if (!reading || answers.size() == 0) {
                return;
            }
            byte[] now = answers.toByteArray();
            answers.reset();
            sink.messages(Unpooled.wrappedBuffer(now));
            if (batchEnded) {
                sink.idle(TransactionStatus.IDLE);
            }
            sink.readComplete();
        }

        @Override
        public void setReading(boolean now) {
            reading = now;
            sink.writable(now);
            flush();
        }

        @Override
        public CompletionStage<Void> cancel() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            answers.reset();
        }
    }
}
