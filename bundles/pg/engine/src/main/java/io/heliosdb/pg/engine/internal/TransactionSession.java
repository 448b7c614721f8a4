package io.heliosdb.pg.engine.internal;

import static io.heliosdb.spi.engine.MessageCode.HEADER_BYTES;

import io.heliosdb.pg.engine.internal.Expectations.Kind;
import io.heliosdb.pg.wire.message.ErrorResponse;
import io.heliosdb.pg.wire.message.ParameterStatus;
import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.engine.ResultSink;
import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A session that has a connection only while a transaction is under way. It gets one with its first message and gives it
 * back with a ReadyForQuery outside a transaction, when nothing else was asked.
 */
final class TransactionSession extends PooledSession {
    private static final MessageInterest INTEREST = MessageInterest.inAllBut(
            MessageCode.DATA_ROW,
            MessageCode.COPY_DATA,
            MessageCode.COPY_DONE,
            MessageCode.COPY_OUT_RESPONSE,
            MessageCode.FUNCTION_CALL_RESPONSE,
            MessageCode.NOTICE_RESPONSE,
            MessageCode.NOTIFICATION_RESPONSE);

    /** Numbers for sessions that no process at the engine belongs to. */
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Expectations expectations = new Expectations();
    private RequestTranslator translator;
    private TransactionRequests requests;
    private WaitingRequests waitingRequests;

    private Backend backend;
    private boolean waiting;
    private boolean restoring;
    private boolean reading = true;
    private ParameterSet parameters = ParameterSet.EMPTY;
    private TransactionStatus status = TransactionStatus.IDLE;

    /** What the session did lives on its connection alone, which it therefore keeps. */
    private boolean pinned;

    /** Goes to the client in place of the message at hand. */
    private ByteBuf replacement;

    /** The message at hand is a ReadyForQuery for the client. */
    private boolean batchEnded;

    TransactionSession(ResultSink sink) {
        super(INTEREST, sink);
    }

    @Override
    void begin() {
        translator = new RequestTranslator(pool().definitions(), expectations);
        requests = new TransactionRequests(expectations, translator);
        waitingRequests = new WaitingRequests(sink());
        if (pool().baseline().isPresent()) {
            begun(pool().baseline().get());
        } else {
            waiting = true;
            pool().await(this);
        }
    }

    private void begun(ParameterSet baseline) {
        parameters = baseline;
        opened(new SessionStart(NUMBERS.incrementAndGet() & Integer.MAX_VALUE, baseline.asText()));
    }

    // ------------------------------------------------------------------ a connection comes and goes

    @Override
    public void acquired(Backend acquired) {
        waiting = false;
        if (isOpening()) {
            ParameterSet baseline = acquired.parameters();
            pool().release(acquired);
            begun(baseline);
            return;
        }
        attach(acquired);
        waitingRequests.sendTo(this);
        flush();
    }

    private void attach(Backend acquired) {
        backend = acquired;
        backend.owner(this);
        ParameterSet reported = backend.parameters();
        if (reported != parameters) {
            Map<String, String> changes = reported.changesTo(parameters);
            if (changes.isEmpty()) {
                parameters = reported;
            } else {
                restoring = true;
                Restore.begin(backend, changes, this, this::restored);
            }
        }
        if (!reading) {
            backend.reading(false);
        }
    }

    /** Parameters that could not be set are as the engine says; the client hears of it. */
    private void restored(boolean successful) {
        restoring = false;
        ParameterSet now = backend.parameters();
        if (!successful) {
            ByteBuf report = Unpooled.buffer();
            parameters.changesTo(now).forEach((name, value) -> new ParameterStatus(name, value).encode(report));
            sink().messages(report);
        }
        parameters = now;
    }

    @Override
    public void notAcquired(HeliosException reason) {
        waiting = false;
        if (isOpening() || !isPassing(reason)) {
            end(reason, false);
            return;
        }
        // The session has nothing at the engine that it could lose: its requests fail, and it lives on.
        waitingRequests.failAll(reason);
    }

    private static boolean isPassing(HeliosException reason) {
        return reason.sqlState().equals(SqlState.CANNOT_CONNECT_NOW)
                || reason.sqlState().equals(SqlState.TOO_MANY_CONNECTIONS);
    }

    private void release() {
        Backend last = backend;
        backend = null;
        sink().readComplete();
        if (!reading) {
            last.reading(true);
        }
        pool().release(last);
    }

    // ------------------------------------------------------------------ requests

    @Override
    public void send(ByteBuf run) {
        if (isClosed()) {
            run.skipBytes(run.readableBytes());
        } else if (backend != null) {
            translate(run);
        } else if (waitingRequests.passOver(run)) {
            if (takeIdle()) {
                translate(run);
            } else {
                waitingRequests.add(run);
                await();
            }
        }
    }

    /** Sends what waited. */
    void translate(ByteBuf run) {
        try {
            requests.send(backend, parameters, pool().loopPool().settings().statementCache(), run);
        } catch (HeliosException e) {
            run.skipBytes(run.readableBytes());
            fail(e);
        }
    }

    /** The session asked for too much: it ends, and its connection with it. */
    private void fail(HeliosException reason) {
        Backend last = backend;
        backend = null;
        last.close();
        requests.release();
        waitingRequests.release();
        pool().loopPool().loop().execute(() -> end(reason, false));
    }

    private boolean takeIdle() {
        Backend idle = waiting ? null : pool().take();
        if (idle == null) {
            return false;
        }
        attach(idle);
        return true;
    }

    private void await() {
        if (!waiting && !waitingRequests.isEmpty()) {
            waiting = true;
            pool().await(this);
        }
    }

    @Override
    public void sendFragment(ByteBuf octets) {
        if (isClosed()) {
            octets.skipBytes(octets.readableBytes());
        } else if (backend == null) {
            waitingRequests.addFragment(octets);
        } else {
            translateFragment(octets);
        }
    }

    void translateFragment(ByteBuf octets) {
        try {
            requests.sendFragment(
                    backend, parameters, pool().loopPool().settings().statementCache(), octets);
        } catch (HeliosException e) {
            octets.skipBytes(octets.readableBytes());
            fail(e);
        }
    }

    @Override
    public void flush() {
        if (backend != null) {
            backend.output().flush();
        }
    }

    @Override
    public void setReading(boolean wanted) {
        reading = wanted;
        if (backend != null) {
            backend.reading(wanted);
        }
    }

    @Override
    public CompletionStage<Void> cancel() {
        if (backend != null && !requests.isQuiet()) {
            return Cancel.send(pool().loopPool(), backend);
        }
        if (isOpening()) {
            end(cancelled(), false);
        } else if (waiting) {
            waiting = false;
            pool().abandon(this);
            waitingRequests.failFirst(cancelled());
            await();
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        if (!leave() || requests == null) {
            return;
        }
        Backend last = backend;
        backend = null;
        boolean quiet = requests.isQuiet() && !restoring;
        boolean betweenMessages = requests.isBetweenMessages();
        requests.release();
        waitingRequests.release();
        if (last == null) {
            return;
        }
        KeyPool pool = pool();
        if (!quiet) {
            Abandonment.begin(pool.loopPool(), last, betweenMessages);
        } else if (pinned) {
            last.statements().clear().forEach(pool.definitions()::unuse);
            Errand.reset(pool.loopPool(), last, status, clean -> returned(pool, last, clean));
        } else if (status == TransactionStatus.IDLE) {
            pool.release(last);
        } else {
            Errand.rollBack(pool.loopPool(), last, clean -> returned(pool, last, clean));
        }
    }

    private static void returned(KeyPool pool, Backend backend, boolean clean) {
        if (clean) {
            pool.release(backend);
        }
    }

    // ------------------------------------------------------------------ answers

    @Override
    Verdict inspect(Backend from, byte type, ByteBuf in, int start, int end) {
        return switch (type) {
            case MessageCode.PARSE_COMPLETE ->
                switch (first(type)) {
                    case PARSE, PARSE_UNNAMED, PARSE_DUPLICATE -> done(Verdict.FORWARD);
                    case PARSE_INJECTED, PARSE_UNNAMED_INJECTED -> done(Verdict.SWALLOW);
                    default -> throw Answers.notDue(type);
                };
            case MessageCode.BIND_COMPLETE -> done(type, Kind.BIND);
            case MessageCode.CLOSE_COMPLETE ->
                switch (first(type)) {
                    case CLOSE -> done(Verdict.FORWARD);
                    case CLOSE_INJECTED, EVICTION -> done(Verdict.SWALLOW);
                    default -> throw Answers.notDue(type);
                };
            case MessageCode.PARAMETER_DESCRIPTION -> during(type, Kind.DESCRIBE_STATEMENT);
            case MessageCode.ROW_DESCRIPTION, MessageCode.NO_DATA ->
                switch (first(type)) {
                    case DESCRIBE_STATEMENT, DESCRIBE_PORTAL -> done(Verdict.FORWARD);
                    case QUERY -> Verdict.FORWARD;
                    default -> throw Answers.notDue(type);
                };
            case MessageCode.COMMAND_COMPLETE -> {
                commandComplete(in, start, end);
                yield executed(type);
            }
            case MessageCode.EMPTY_QUERY_RESPONSE, MessageCode.PORTAL_SUSPENDED -> executed(type);
            case MessageCode.COPY_IN_RESPONSE -> {
                executing(type);
                requests.copyInBegan();
                yield Verdict.FORWARD;
            }
            case MessageCode.PARAMETER_STATUS -> {
                parameters = from.parameters();
                yield Verdict.FORWARD;
            }
            case MessageCode.ERROR_RESPONSE -> error(in, start, end);
            case MessageCode.READY_FOR_QUERY -> ready(type, in, start, end);
            default -> throw Answers.notDue(type);
        };
    }

    private Kind first(byte type) {
        Kind first = expectations.first();
        if (first == null) {
            throw Answers.notDue(type);
        }
        return first;
    }

    private Verdict during(byte type, Kind kind) {
        Answers.expect(first(type) == kind, type);
        return Verdict.FORWARD;
    }

    private Verdict done(byte type, Kind kind) {
        Answers.expect(first(type) == kind, type);
        return done(Verdict.FORWARD);
    }

    private Verdict done(Verdict verdict) {
        translator.done(expectations.first(), expectations.firstSubject());
        return answered(verdict);
    }

    /** The first expectation is fulfilled. If that was the last one, there may be something to do. */
    private Verdict answered(Verdict verdict) {
        expectations.removeFirst();
        while (expectations.first() == Kind.COPY_END) {
            expectations.removeFirst();
        }
        if (!expectations.isEmpty()) {
            return verdict;
        }
        return verdict == Verdict.FORWARD ? Verdict.FORWARD_AND_END : Verdict.SWALLOW_AND_END;
    }

    private void executing(byte type) {
        Kind first = first(type);
        Answers.expect(first == Kind.EXECUTE || first == Kind.QUERY, type);
    }

    private Verdict executed(byte type) {
        executing(type);
        return expectations.first() == Kind.EXECUTE ? answered(Verdict.FORWARD) : Verdict.FORWARD;
    }

    private void commandComplete(ByteBuf in, int start, int end) {
        switch (Answers.effect(in, start, end)) {
            case LOGIN_DEFAULTS -> pool().loopPool().context().loginDefaultsChanged();
            case DISCARDED_STATEMENTS -> translator.discarded(backend.statements());
            case DISCARDED_ALL -> {
                translator.discarded(backend.statements());
                pinned = false;
            }
            case BOUND_TO_CONNECTION -> pinned = true;
            case NONE -> {
                // most of them
            }
        }
    }

    private Verdict ready(byte type, ByteBuf in, int start, int end) {
        status = Answers.status(in, start, end);
        Kind first = first(type);
        Answers.expect(first.endsWithReady(), type);
        requests.copyInEnded();
        batchEnded = first != Kind.SYNC_INJECTED;
        return answered(first == Kind.SYNC_INJECTED ? Verdict.SWALLOW : Verdict.FORWARD);
    }

    private Verdict error(ByteBuf in, int start, int end) {
        requests.copyInEnded();
        sink().errorReported(Answers.sqlState(in, start, end));
        Kind first = expectations.first();
        if (first == null || first.endsWithReady()) {
            return Verdict.FORWARD;
        }
        Verdict verdict = errorAboutStatement(first, expectations.firstSubject(), in, start, end);
        while (!expectations.isEmpty() && !expectations.first().isSync()) {
            translator.undone(expectations.first(), expectations.firstSubject(), backend.statements());
            expectations.removeFirst();
        }
        if (!expectations.isEmpty()) {
            return verdict;
        }
        requests.skipToSync();
        return verdict == Verdict.FORWARD ? Verdict.FORWARD_AND_END : verdict;
    }

    /** The engine knows a statement by our name; the client shall read its own. */
    private Verdict errorAboutStatement(Kind kind, Object subject, ByteBuf in, int start, int end) {
        if (!(subject instanceof StatementNames.Entry entry)) {
            return Verdict.FORWARD;
        }
        ErrorResponse response = ErrorResponse.decode(in.slice(start + HEADER_BYTES, end - start - HEADER_BYTES));
        HeliosException error = response.error();
        if (kind == Kind.BIND && Answers.isStalePlan(error)) {
            translator.retire(entry);
        }
        if (!Answers.namesStatement(error)) {
            return Verdict.FORWARD;
        }
        ByteBuf renamed = Unpooled.buffer();
        new ErrorResponse(response.severity(), entry.rename(error)).encode(renamed);
        replacement = renamed;
        return Verdict.SWALLOW_AND_END;
    }

    @Override
    void delivered(Backend from) {
        if (replacement != null) {
            ByteBuf message = replacement;
            replacement = null;
            sink().messages(message);
        }
        boolean outside = batchEnded && requests.isQuiet();
        batchEnded = false;
        if (backend == from) {
            settle();
        }
        if (outside && !isClosed()) {
            sink().idle(status);
        }
    }

    /** Gives the connection back where that is possible: before the client is told, so that others have their turn. */
    private void settle() {
        if (pinned || status != TransactionStatus.IDLE) {
            return;
        }
        if (requests.isQuiet()) {
            release();
        } else if (requests.canBeSuspended()) {
            // A client that prepares and waits would keep the connection for itself: end the batch in its place.
            requests.suspend(backend);
            backend.output().flush();
        }
    }

    @Override
    void lost(Backend from, HeliosException reason, boolean reported) {
        backend = null;
        requests.release();
        waitingRequests.release();
        end(reason, reported);
    }
}
