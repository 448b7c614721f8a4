package io.heliosdb.pg.engine.internal;

import static io.heliosdb.spi.engine.MessageCode.HEADER_BYTES;

import io.heliosdb.pg.wire.message.BackendKeyData;
import io.heliosdb.pg.wire.message.ErrorResponse;
import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the engine that is logged in. What it receives goes to its owner in runs of whole messages, cut where
 * the owner wants to look into a message, and never decoded otherwise.
 */
final class Backend extends ChannelInboundHandlerAdapter {
    private static final Logger LOGGER = LoggerFactory.getLogger(Backend.class);

    /** Longest message that a server of the family sends (PostgreSQL's MaxAllocSize). */
    static final int MAX_LENGTH = 0x3fff_ffff;

    /** A row or copy message longer than this is handed on in pieces where the owner takes them. */
    static final int GATHERED_BYTES = 8192;

    private static final int GATHER_CAPACITY = 512;
    private static final String PANIC = "PANIC";

    /** How long the engine has for closing a connection after Terminate. */
    private static final long TERMINATE_SECONDS = 2;

    private enum State {
        OPEN,
        /** We close it; nobody listens any more. */
        CLOSING,
        GONE
    }

    private final Login login;
    private final BackendKeyData key;
    private final BackendOutput output;
    private final BackendStatements statements = new BackendStatements();
    private ParameterSet parameters;

    private ChannelHandlerContext context;
    private BackendOwner owner;
    private State state = State.OPEN;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    private ByteBuf gathered;
    private int fragmentRest;
    private ErrorResponse fatal;
    private boolean fatalReported;

    private int generation;
    private long createdAt;
    private long idleSince;
    private boolean retired;
    private int cancels;
    private Runnable whenCancelled;

    Backend(Login login, BackendKeyData key, ParameterSet parameters, OutputBuffers buffers, BackendOwner owner) {
        this.login = login;
        this.key = key;
        this.parameters = parameters;
        this.owner = owner;
        this.output = new BackendOutput(buffers);
    }

    Login login() {
        return login;
    }

    BackendKeyData key() {
        return key;
    }

    int processId() {
        return key.processId();
    }

    /** What the engine reports of this connection at this moment. */
    ParameterSet parameters() {
        return parameters;
    }

    /** What is prepared on it, in transaction pooling. */
    BackendStatements statements() {
        return statements;
    }

    /** From now on everything that is read goes there. */
    void owner(BackendOwner next) {
        owner = next;
    }

    ChannelHandlerContext context() {
        return context;
    }

    BackendOutput output() {
        return output;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    /** Complete when the connection is gone, whoever closed it. */
    CompletionStage<Void> gone() {
        return gone;
    }

    boolean isWritable() {
        return context.channel().isWritable();
    }

    /** Stops and resumes reading. */
    void reading(boolean reading) {
        if (isOpen()) {
            context.channel().config().setAutoRead(reading);
        }
    }

    // ------------------------------------------------------------------ what the pool knows of it

    void joined(int poolGeneration, long now) {
        generation = poolGeneration;
        createdAt = now;
    }

    /** Which logins it belongs to: another generation may have other defaults. */
    int generation() {
        return generation;
    }

    /** System.nanoTime(). */
    long createdAt() {
        return createdAt;
    }

    void idleAt(long now) {
        idleSince = now;
    }

    /** System.nanoTime(). */
    long idleSince() {
        return idleSince;
    }

    /** It shall serve nobody any more. */
    void retire() {
        retired = true;
    }

    boolean isRetired() {
        return retired;
    }

    void cancelBegan() {
        cancels++;
    }

    void cancelEnded() {
        cancels--;
        if (cancels == 0 && whenCancelled != null) {
            Runnable action = whenCancelled;
            whenCancelled = null;
            action.run();
        }
    }

    /** Whether a request to cancel is under way that could still hit what runs here. */
    boolean isBeingCancelled() {
        return cancels > 0;
    }

    /** Runs an action when no cancel is under way any more. */
    void whenCancelled(Runnable action) {
        whenCancelled = action;
    }

    // ------------------------------------------------------------------ the end

    /** Closes the connection; the owner hears no more of it. */
    void close() {
        if (isOpen()) {
            state = State.CLOSING;
            owner = Discard.INSTANCE;
            context.close();
        }
    }

    /** Says Terminate and waits for the engine to close: then the session has ended there too. */
    void terminate() {
        if (isOpen()) {
            state = State.CLOSING;
            owner = Discard.INSTANCE;
            ByteBuf message = context.alloc().directBuffer(HEADER_BYTES);
            FrontendMessages.terminate(message);
            context.channel().config().setAutoRead(true);
            context.writeAndFlush(message, context.voidPromise());
            ScheduledFuture<?> impatience =
                    context.executor().schedule(() -> context.close(), TERMINATE_SECONDS, TimeUnit.SECONDS);
            gone.thenRun(() -> impatience.cancel(false));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        lost(new HeliosException(SqlState.CONNECTION_FAILURE, "the engine closed the connection unexpectedly"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof HeliosException violation) {
            LOGGER.warn("engine process {}: {}", processId(), violation.toString());
            lost(violation);
        } else if (cause instanceof IOException) {
            LOGGER.debug("engine process {}: {}", processId(), cause.toString());
            lost(new HeliosException(SqlState.CONNECTION_FAILURE, "the connection to the engine broke"));
        } else {
            LOGGER.error("engine process {}: connection closed because of an unexpected failure", processId(), cause);
            lost(new HeliosException(SqlState.INTERNAL_ERROR, "internal error; the server's log tells more"));
        }
        ctx.close();
    }

    private void lost(HeliosException otherwise) {
        if (state == State.GONE) {
            return;
        }
        state = State.GONE;
        output.release();
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
        BackendOwner last = owner;
        owner = Discard.INSTANCE;
        gone.complete(null);
        last.lost(this, fatal == null ? otherwise : fatal.error(), fatalReported);
    }

    // ------------------------------------------------------------------ reading

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        output.attach(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (isOpen()) {
                read(in);
            }
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        owner.readComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        owner.writable(ctx.channel().isWritable());
    }

    private void read(ByteBuf in) {
        if (fragmentRest > 0) {
            readFragment(in);
        }
        while (gathered != null && in.isReadable()) {
            gather(in);
        }
        if (in.isReadable() && isOpen()) {
            walk(in);
        }
    }

    private void readFragment(ByteBuf in) {
        int octets = Math.min(fragmentRest, in.readableBytes());
        fragmentRest -= octets;
        owner.fragment(octets == in.readableBytes() ? in : in.slice(in.readerIndex(), octets));
        in.skipBytes(Math.min(octets, in.readableBytes()));
    }

    /** The one pass over what was received. */
    private void walk(ByteBuf in) {
        final int first = in.readerIndex();
        final int end = in.writerIndex();
        int run = first;
        int at = first;
        while (end - at >= HEADER_BYTES) {
            byte type = in.getByte(at);
            int length = in.getInt(at + 1);
            byte interest = owner.interest.of(type);
            check(type, length, interest);
            int next = at + 1 + length;
            if (end - at <= length) {
                break;
            }
            if (interest != MessageInterest.PASS) {
                BackendOwner.Verdict verdict = inspect(type, in, at, next);
                switch (verdict) {
                    case FORWARD -> {}
                    case SWALLOW, SWALLOW_AND_END -> {
                        deliver(in, run, at, first, end);
                        run = next;
                    }
                    case FORWARD_AND_END -> {
                        deliver(in, run, next, first, end);
                        run = next;
                    }
                }
                if (verdict == BackendOwner.Verdict.FORWARD_AND_END
                        || verdict == BackendOwner.Verdict.SWALLOW_AND_END) {
                    owner.delivered(this);
                }
                if (!isOpen()) {
                    return;
                }
            }
            at = next;
        }
        if (at == end) {
            deliver(in, run, end, first, end);
        } else {
            cut(in, run, at, first, end);
        }
    }

    /** The last message is not whole yet. */
    private void cut(ByteBuf in, int run, int at, int first, int end) {
        if (end - at >= HEADER_BYTES && inPieces(in.getByte(at), in.getInt(at + 1))) {
            fragmentRest = 1 + in.getInt(at + 1) - (end - at);
            deliver(in, run, end, first, end);
        } else {
            deliver(in, run, at, first, end);
            if (isOpen()) {
                gathered = context.alloc().buffer(Math.max(GATHER_CAPACITY, end - at));
                gathered.writeBytes(in, at, end - at);
            }
        }
    }

    private boolean inPieces(byte type, int length) {
        return length > GATHERED_BYTES
                && (type == MessageCode.DATA_ROW || type == MessageCode.COPY_DATA)
                && owner.takesFragments();
    }

    /** Moves octets to the message that is being gathered; when it is whole, it goes its way alone. */
    private void gather(ByteBuf in) {
        if (gathered.readableBytes() < HEADER_BYTES) {
            move(in, HEADER_BYTES - gathered.readableBytes());
            if (gathered.readableBytes() < HEADER_BYTES) {
                return;
            }
        }
        byte type = gathered.getByte(0);
        int length = gathered.getInt(1);
        check(type, length, owner.interest.of(type));
        boolean inPieces = inPieces(type, length);
        if (!inPieces) {
            move(in, 1 + length - gathered.readableBytes());
        }
        if (inPieces || gathered.readableBytes() > length) {
            ByteBuf message = gathered;
            gathered = null;
            try {
                walk(message);
            } finally {
                message.release();
            }
            if (fragmentRest > 0 && in.isReadable()) {
                readFragment(in);
            }
        }
    }

    private void move(ByteBuf in, int octets) {
        gathered.writeBytes(in, Math.min(octets, in.readableBytes()));
    }

    private static void check(byte type, int length, byte interest) {
        if (interest == MessageInterest.UNKNOWN) {
            throw new HeliosException(
                    SqlState.PROTOCOL_VIOLATION,
                    "the engine sent an unknown message type: 0x" + Integer.toHexString(type & 0xff));
        }
        if (length < Integer.BYTES || length > MAX_LENGTH) {
            throw new HeliosException(
                    SqlState.PROTOCOL_VIOLATION,
                    "the engine sent a message of type " + (char) type + " with length " + length + " (expected: "
                            + Integer.BYTES + " to " + MAX_LENGTH + ")");
        }
    }

    private BackendOwner.Verdict inspect(byte type, ByteBuf in, int start, int end) {
        if (type == MessageCode.PARAMETER_STATUS) {
            parameters = parameters.withStatus(in.slice(start + HEADER_BYTES, end - start - HEADER_BYTES));
        } else if (type == MessageCode.ERROR_RESPONSE) {
            noticeFatal(in, start + HEADER_BYTES, end);
        }
        BackendOwner.Verdict verdict = owner.inspect(this, type, in, start, end);
        if (fatal != null && type == MessageCode.ERROR_RESPONSE) {
            fatalReported = verdict == BackendOwner.Verdict.FORWARD || verdict == BackendOwner.Verdict.FORWARD_AND_END;
        }
        return verdict;
    }

    private void noticeFatal(ByteBuf in, int body, int end) {
        ErrorResponse error = ErrorResponse.decode(in.slice(body, end - body));
        if (error.severity().equals(ErrorResponse.FATAL) || error.severity().equals(PANIC)) {
            fatal = error;
        }
    }

    private void deliver(ByteBuf in, int from, int to, int first, int end) {
        if (to > from) {
            owner.messages(from == first && to == end ? in : in.slice(from, to - from));
        }
    }

    /** The owner of a connection that is being closed: what still arrives is for nobody. */
    private static final class Discard extends BackendOwner {
        static final Discard INSTANCE = new Discard();

        private Discard() {
            super(MessageInterest.in());
        }

        @Override
        Verdict inspect(Backend backend, byte type, ByteBuf in, int start, int end) {
            return Verdict.FORWARD;
        }

        @Override
        void messages(ByteBuf run) {
            // for nobody
        }

        @Override
        boolean takesFragments() {
            return true;
        }

        @Override
        void fragment(ByteBuf octets) {
            // for nobody
        }

        @Override
        void lost(Backend backend, HeliosException reason, boolean reported) {
            // nobody waits for it
        }
    }
}
