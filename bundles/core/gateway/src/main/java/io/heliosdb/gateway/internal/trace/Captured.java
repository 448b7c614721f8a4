package io.heliosdb.gateway.internal.trace;

import io.netty.buffer.ByteBuf;

/** What an event loop tells the thread that writes. */
sealed interface Captured {
    /** Of which connection. */
    TracedConnection connection();

    /** When, in nanoseconds since 1970. */
    long nanos();

    /** What it takes of the queue's room. */
    default int bytes() {
        return 0;
    }

    default void release() {}

    /** The connection is in the trace from now on. */
    record Opened(TracedConnection connection, long nanos) implements Captured {}

    /**
     * A piece of one of its streams.
     *
     * @param received whether from the client
     * @param octets owned
     * @param lost what there was before it and is not in the trace
     * @param comment for the reader; null for none
     */
    record Piece(TracedConnection connection, long nanos, boolean received, ByteBuf octets, Lost lost, String comment)
            implements Captured {
        @Override
        public int bytes() {
            return octets.readableBytes();
        }

        @Override
        public void release() {
            octets.release();
        }
    }

    /** @param byServer whether the server closed it */
    record Closed(TracedConnection connection, long nanos, boolean byServer) implements Captured {}

    /**
     * Octets and pieces for which there was no room.
     *
     * @param received octets of the client
     * @param sent octets of the server
     * @param pieces that these octets came in
     */
    record Lost(long received, long sent, long pieces) {
        static final Lost NOTHING = new Lost(0, 0, 0);

        Lost and(boolean fromClient, int octets) {
            return new Lost(fromClient ? received + octets : received, fromClient ? sent : sent + octets, pieces + 1);
        }
    }
}
