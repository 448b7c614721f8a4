package io.heliosdb.pg.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.pg.wire.message.ErrorResponse;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.engine.EngineSession;
import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.engine.ResultSink;
import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A frontend in a few lines: writes frames to a session and takes the answers apart again. Its methods are called by the
 * test's thread and wait; the session lives on its event loop.
 */
public final class TestClient implements ResultSink {
    public static final long LIMIT_SECONDS = 20;

    /** A message of the server, or what else the sink was told. */
    public record Answer(char type, byte[] body) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public ErrorResponse error() {
            return ErrorResponse.decode(Unpooled.wrappedBuffer(body));
        }

        /** The columns of a DataRow in text format. */
        public List<String> row() {
            ByteBuf in = Unpooled.wrappedBuffer(body);
            List<String> values = new ArrayList<>();
            for (int columns = in.readShort(); columns > 0; columns--) {
                int length = in.readInt();
                values.add(
                        length < 0
                                ? null
                                : in.readCharSequence(length, StandardCharsets.UTF_8)
                                        .toString());
            }
            return values;
        }

        @Override
        public String toString() {
            return type + (type == 'E' ? error().error().toString() : "");
        }
    }

    public static final char OPENED = '+';
    public static final char CLOSED = '-';
    public static final char IDLE = '.';

    private final EventLoop loop;
    private final boolean fragments;
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private EngineSession session;
    private ByteBuf cut = Unpooled.EMPTY_BUFFER;
    private int cutRest;
    private volatile SessionStart start;
    private volatile HeliosException reason;
    private volatile boolean reported;
    private volatile int fragmentCount;
    private volatile int runCount;
    private volatile boolean writable = true;
    private ByteBuf out = Unpooled.buffer();

    private TestClient(EventLoop loop, boolean fragments) {
        this.loop = loop;
        this.fragments = fragments;
    }

    public static TestClient begin(Engine engine, EventLoop loop, SessionRequest request) {
        return begin(engine, loop, request, false);
    }

    public static TestClient begin(Engine engine, EventLoop loop, SessionRequest request, boolean fragments) {
        TestClient client = new TestClient(loop, fragments);
        client.onLoop(() -> client.session = engine.open(request, loop, client));
        return client;
    }

    public static TestClient open(Engine engine, EventLoop loop, SessionRequest request) {
        return begin(engine, loop, request).awaitOpened();
    }

    public TestClient awaitOpened() {
        Answer first = next();
        assertThat(first.type()).describedAs("opened, not %s", reason).isEqualTo(OPENED);
        return this;
    }

    public HeliosException awaitClosed() {
        while (next().type() != CLOSED) {
            // what came before
        }
        return reason;
    }

    public SessionStart start() {
        return start;
    }

    public boolean reported() {
        return reported;
    }

    public int fragmentCount() {
        return fragmentCount;
    }

    public int runCount() {
        return runCount;
    }

    public boolean isWritable() {
        return writable;
    }

    public EventLoop loop() {
        return loop;
    }

    // ------------------------------------------------------------------ requests

    public TestClient query(String sql) {
        return message(MessageCode.QUERY, string(sql));
    }

    public TestClient parse(String name, String sql) {
        return message(MessageCode.PARSE, string(name), string(sql), new byte[2]);
    }

    /** Text parameters and results. */
    public TestClient bind(String portal, String statement, String... values) {
        ByteBuf body = Unpooled.buffer();
        body.writeBytes(string(portal))
                .writeBytes(string(statement))
                .writeShort(0)
                .writeShort(values.length);
        for (String value : values) {
            byte[] octets = value.getBytes(StandardCharsets.UTF_8);
            body.writeInt(octets.length).writeBytes(octets);
        }
        body.writeShort(0);
        byte[] octets = new byte[body.readableBytes()];
        body.readBytes(octets);
        return message(MessageCode.BIND, octets);
    }

    public TestClient describe(char kind, String name) {
        return message(MessageCode.DESCRIBE, new byte[] {(byte) kind}, string(name));
    }

    public TestClient close(char kind, String name) {
        return message(MessageCode.CLOSE, new byte[] {(byte) kind}, string(name));
    }

    public TestClient execute(String portal) {
        return message(MessageCode.EXECUTE, string(portal), new byte[4]);
    }

    public TestClient sync() {
        return message(MessageCode.SYNC);
    }

    public TestClient flushMessage() {
        return message(MessageCode.FLUSH);
    }

    public TestClient copyData(String line) {
        return message(MessageCode.COPY_DATA, line.getBytes(StandardCharsets.UTF_8));
    }

    public TestClient copyDone() {
        return message(MessageCode.COPY_DONE);
    }

    public TestClient copyFail(String why) {
        return message(MessageCode.COPY_FAIL, string(why));
    }

    public TestClient message(byte type, byte[]... parts) {
        int length = Integer.BYTES;
        for (byte[] part : parts) {
            length += part.length;
        }
        out.writeByte(type).writeInt(length);
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return this;
    }

    private static byte[] string(String text) {
        return (text + '\0').getBytes(StandardCharsets.UTF_8);
    }

    /** Hands what was said to the session, as one batch. */
    public TestClient send() {
        ByteBuf run = out;
        out = Unpooled.buffer();
        onLoop(() -> {
            session.send(run);
            session.flush();
            run.release();
            return null;
        });
        return this;
    }

    /** Hands what was said to the session, of which the last message is cut: its rest goes as fragments. */
    public TestClient sendCut(int whole, int piece) {
        ByteBuf run = out;
        out = Unpooled.buffer();
        onLoop(() -> {
            session.send(run.readSlice(whole));
            while (run.isReadable()) {
                session.sendFragment(run.readSlice(Math.min(piece, run.readableBytes())));
            }
            session.flush();
            run.release();
            return null;
        });
        return this;
    }

    public TestClient setReading(boolean reading) {
        onLoop(() -> {
            session.setReading(reading);
            return null;
        });
        return this;
    }

    public CompletionStage<Void> cancel() {
        return onLoop(() -> session.cancel());
    }

    public void close() {
        onLoop(() -> {
            session.close();
            return null;
        });
    }

    public <T> T onLoop(Callable<T> action) {
        try {
            return loop.submit(action).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    // ------------------------------------------------------------------ answers

    public Answer next() {
        try {
            Answer answer = answers.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(answer).describedAs("an answer in time").isNotNull();
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether nothing has been said that was not taken. Runs behind what is queued on the event loop. */
    public boolean isSilent() {
        onLoop(() -> null);
        return answers.isEmpty();
    }

    /** The answers up to idle, without it. */
    public List<Answer> untilIdle() {
        List<Answer> batch = new ArrayList<>();
        for (Answer answer = next(); answer.type() != IDLE; answer = next()) {
            assertThat(answer.type())
                    .describedAs("before the end: %s, %s", batch, reason)
                    .isNotEqualTo(CLOSED);
            batch.add(answer);
        }
        return batch;
    }

    /** The types of the answers up to idle. */
    public String typesUntilIdle() {
        StringBuilder types = new StringBuilder();
        untilIdle().forEach(answer -> types.append(answer.type()));
        return types.toString();
    }

    /** The only row of a query's result. */
    public List<String> row(String sql) {
        return query(sql).send().rowUntilIdle();
    }

    public List<String> rowUntilIdle() {
        List<Answer> batch = untilIdle();
        Optional<Answer> row = batch.stream()
                .filter(answer -> answer.type() == MessageCode.DATA_ROW)
                .findFirst();
        assertThat(row).describedAs("a row in %s", batch).isPresent();
        return row.get().row();
    }

    public String value(String sql) {
        return row(sql).get(0);
    }

    /** The error in the answers up to the next ReadyForQuery. */
    public HeliosException errorUntilNextReady() {
        HeliosException error = null;
        for (Answer answer = next(); answer.type() != MessageCode.READY_FOR_QUERY; answer = next()) {
            error = answer.type() == MessageCode.ERROR_RESPONSE ? answer.error().error() : error;
        }
        assertThat(error).isNotNull();
        return error;
    }

    /** The only error up to idle. */
    public HeliosException errorUntilIdle() {
        List<Answer> errors = untilIdle().stream()
                .filter(answer -> answer.type() == MessageCode.ERROR_RESPONSE)
                .toList();
        assertThat(errors).hasSize(1);
        return errors.get(0).error().error();
    }

    @Override
    public void opened(SessionStart begun) {
        start = begun;
        answers.add(new Answer(OPENED, new byte[0]));
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // written on the event loop alone
    public void messages(ByteBuf run) {
        runCount++;
        assertThat(cutRest).isZero();
        while (run.isReadable()) {
            char type = (char) run.readByte();
            int length = run.readInt() - Integer.BYTES;
            if (run.readableBytes() < length) {
                assertThat(fragments).isTrue();
                cut = Unpooled.buffer(length).writeByte(type);
                cutRest = length - run.readableBytes();
                cut.writeBytes(run);
                return;
            }
            byte[] body = new byte[length];
            run.readBytes(body);
            answers.add(new Answer(type, body));
        }
    }

    @Override
    public boolean takesFragments() {
        return fragments;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // written on the event loop alone
    public void fragment(ByteBuf octets) {
        fragmentCount++;
        cutRest -= octets.readableBytes();
        assertThat(cutRest).isNotNegative();
        cut.writeBytes(octets);
        if (cutRest == 0) {
            char type = (char) cut.readByte();
            byte[] body = new byte[cut.readableBytes()];
            cut.readBytes(body);
            answers.add(new Answer(type, body));
        }
    }

    @Override
    public void idle(TransactionStatus status) {
        answers.add(new Answer(IDLE, new byte[] {status.code()}));
    }

    @Override
    public void readComplete() {
        // nothing to flush
    }

    @Override
    public void writable(boolean now) {
        writable = now;
    }

    @Override
    public void closed(HeliosException why, boolean known) {
        reason = why;
        reported = known;
        answers.add(new Answer(CLOSED, new byte[0]));
    }
}
