package io.heliosdb.gateway.internal.trace;

import io.heliosdb.spi.protocol.TraceView;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection in one trace: copies what passes, lets the protocol's view take the secrets out, and hands it to the thread
 * that writes. Nothing that goes wrong with the trace reaches the connection.
 */
public final class TraceHandler extends ChannelDuplexHandler implements TraceView.Shown {
    private static final Logger LOGGER = LoggerFactory.getLogger("io.heliosdb.gateway.trace");

    /** Octets that are copied at once. */
    private static final int COPIED_BYTES = 64 << 10;

    private final RunningTrace trace;
    private final TracedConnection connection;
    private final TraceView view;
    private ChannelHandlerContext context;
    private Captured.Lost lost = Captured.Lost.NOTHING;
    private String comment;
    private boolean serverCloses;
    private boolean broken;

    TraceHandler(RunningTrace trace, TracedConnection connection, TraceView view) {
        this.trace = trace;
        this.connection = connection;
        this.view = view;
    }

    /**
     * The view of a protocol that has none of its own.
     *
     * @param loggedIn whether the login is over
     */
    public static TraceView maskedUntilLogin(boolean loggedIn) {
        return new LoginMask(loggedIn);
    }

    /** Whether there is anything left to be traced for. */
    public boolean isDue() {
        return trace.isRunning();
    }

    public boolean belongsTo(RunningTrace other) {
        return trace == other;
    }

    @Override
    public void note(String words) {
        comment = comment == null ? words : comment + "\n" + words;
    }

    /** The client is logged in. */
    public void loggedIn() {
        if (view instanceof LoginMask mask) {
            mask.open();
        }
    }

    /** Goes, unless it is gone with the connection. */
    public void leave() {
        if (!context.isRemoved()) {
            context.pipeline().remove(this);
        }
    }

    /** The connection is closed. */
    public void closed() {
        trace.capture(new Captured.Closed(connection, trace.now(), serverCloses));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        trace.capture(new Captured.Opened(connection, trace.now()));
        show(() -> view.begin(this));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf octets) {
            capture(octets, true);
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf octets) {
            capture(octets, false);
        }
        ctx.write(message, promise);
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        serverCloses = true;
        ctx.close(promise);
    }

    private void capture(ByteBuf octets, boolean received) {
        int end = octets.writerIndex();
        for (int at = octets.readerIndex(); at < end && !broken && isDue(); at += COPIED_BYTES) {
            int length = Math.min(COPIED_BYTES, end - at);
            ByteBuf copy = context.alloc().buffer(length).writeBytes(octets, at, length);
            try {
                show(() -> {
                    if (received) {
                        view.received(copy, this);
                    } else {
                        view.sent(copy, this);
                    }
                });
            } finally {
                copy.release();
            }
        }
    }

    /** What the protocol cannot make sense of is not shown, because nobody knows where the secrets are. */
    private void show(Runnable view) {
        try {
            view.run();
        } catch (RuntimeException defect) {
            broken = true;
            LOGGER.warn("trace {} goes on without client {}", trace.id(), connection.id(), defect);
        }
    }

    @Override
    public void received(ByteBuf octets) {
        offer(octets, true);
    }

    @Override
    public void sent(ByteBuf octets) {
        offer(octets, false);
    }

    private void offer(ByteBuf octets, boolean received) {
        if (!octets.isReadable()) {
            return;
        }
        ByteBuf kept = octets.retainedSlice();
        if (trace.capture(new Captured.Piece(connection, trace.now(), received, kept, lost, comment))) {
            lost = Captured.Lost.NOTHING;
            comment = null;
        } else {
            kept.release();
            if (trace.isRunning()) {
                lost = lost.and(received, octets.readableBytes());
                trace.dropped();
            }
        }
    }
}
