package io.heliosdb.pg.engine.internal;

import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;

/**
 * Who uses a connection at the moment, and so receives what it reads: a session, the pool while it is idle, a clean-up.
 * Called on the connection's event loop. A class and not an interface, because its calls are on the way of every message.
 */
abstract class BackendOwner {
    /** What {@link #inspect} decides about a message. */
    enum Verdict {
        /** It belongs to the run. */
        FORWARD,
        /** It is for nobody: the run ends before it. */
        SWALLOW,
        /** It is the last of its run; {@link #delivered} follows. */
        FORWARD_AND_END,
        /** It is for nobody, and {@link #delivered} follows. */
        SWALLOW_AND_END
    }

    /** Which messages {@link #inspect} wants to see. */
    final MessageInterest interest;

    BackendOwner(MessageInterest interest) {
        this.interest = interest;
    }

    /**
     * Looks at a message that is of interest.
     *
     * @param start of the message in the buffer: its type
     * @param end of the message
     * @throws HeliosException 08P01 where the server breaks the protocol: the connection is given up
     */
    abstract Verdict inspect(Backend backend, byte type, ByteBuf in, int start, int end);

    /** Takes a run of messages that were not swallowed; borrowed. */
    abstract void messages(ByteBuf run);

    /** Whether a long DataRow or CopyData may come in pieces. */
    boolean takesFragments() {
        return false;
    }

    /** Takes a piece of a message whose beginning ended the run before; borrowed. */
    void fragment(ByteBuf octets) {
        throw new IllegalStateException("fragment to an owner that takes none");
    }

    /** The run that {@link #inspect} ended has been handed over. */
    void delivered(Backend backend) {}

    /** Nothing more to read for now. */
    void readComplete() {}

    /** The connection's output buffer filled up, or drained. */
    void writable(boolean writable) {}

    /**
     * The connection is gone.
     *
     * @param reported whether the server's own FATAL ErrorResponse said why
     */
    abstract void lost(Backend backend, HeliosException reason, boolean reported);
}
