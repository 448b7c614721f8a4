package io.heliosdb.pg.protocol.internal;

import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.engine.EngineSession;
import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.engine.ResultSink;
import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.engine.TransactionStatus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers every request at once with one row, for any number of sessions on any threads. While its results are not read
 * it keeps them and takes no more requests.
 */
final class AnsweringEngine implements Engine {
    private static final byte[] PARSED = octets('1', "");
    private static final byte[] BOUND = octets('2', "");
    private static final byte[] RESULT = ByteBufUtil.getBytes(
            Unpooled.wrappedBuffer(Conversation.typed('D', "\0\1\0\0\0\1x"), Conversation.typed('C', "SELECT 1\0")));
    private static final byte[] READY = octets('Z', "I");

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

    private static byte[] octets(char type, String body) {
        return ByteBufUtil.getBytes(Conversation.typed(type, body));
    }

    private static final class Session implements EngineSession {
        private final ResultSink sink;
        private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
        private boolean reading = true;
        private boolean batchEnded;

        Session(ResultSink sink) {
            this.sink = sink;
        }

        @Override
        public void send(ByteBuf run) {
            while (run.isReadable()) {
                byte type = run.readByte();
                run.skipBytes(run.readInt() - Integer.BYTES);
                batchEnded = type == MessageCode.SYNC || type == MessageCode.QUERY;
                switch (type) {
                    case MessageCode.PARSE -> answers.writeBytes(PARSED);
                    case MessageCode.BIND -> answers.writeBytes(BOUND);
                    case MessageCode.EXECUTE -> answers.writeBytes(RESULT);
                    case MessageCode.SYNC -> answers.writeBytes(READY);
                    case MessageCode.QUERY -> {
                        answers.writeBytes(RESULT);
                        answers.writeBytes(READY);
                    }
                    default -> {}
                }
            }
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
