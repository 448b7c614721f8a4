package io.heliosdb.spi.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;

/**
 * One direction of a {@link TraceView}, for protocols whose messages begin with a head that says their length: cuts the
 * stream into messages, however it is cut into pieces. A message is either passed in pieces as they come, or gathered and
 * passed as a whole; gathered ones appear in the trace when they are complete.
 */
public abstract class TracedMessages {
    /** Longest message to be gathered. */
    public static final int LONGEST_GATHERED = 16 << 10;

    /** Octet that stands for a secret one. */
    public static final byte MASK = '*';

    private static final int WAIT = -1;

    private ByteBuf kept = Unpooled.EMPTY_BUFFER;
    private long remaining;
    private boolean gathering;
    private boolean discarding;

    /** Octets that {@link #head} needs to see. */
    protected abstract int headBytes();

    /**
     * Looks at the head of the next message.
     *
     * @param index of the message in the buffer
     * @return {@link #pieces}, {@link #whole}, {@link #more}, or {@link #again} after something has changed what a head is
     */
    protected abstract long head(ByteBuf octets, int index);

    /** A part of a message after its head, in the order of the stream; to be masked in place. */
    protected abstract void piece(ByteBuf octets, int index, int length);

    /**
     * A message that was gathered, to be masked in place.
     *
     * @return whether it is shown
     */
    protected abstract boolean message(ByteBuf octets, int index, int length);

    /** The message passes in pieces: so many octets, its head included. */
    protected final long pieces(long length) {
        gathering = false;
        return length;
    }

    /** The message is gathered: so many octets, its head included, at most {@link #LONGEST_GATHERED}. */
    protected final long whole(int length) {
        gathering = true;
        return length;
    }

    /** The head has to be seen with one more octet at least. */
    protected static long more() {
        return WAIT;
    }

    /** The head has to be looked at again. */
    protected static long again() {
        return 0;
    }

    /** Leaves out whatever follows this message in the piece that it ended in. */
    protected final void discardRest() {
        discarding = true;
    }

    /** Overwrites octets by {@link #MASK}. */
    public static void mask(ByteBuf octets, int index, int length) {
        for (int at = index; at < index + length; at++) {
            octets.setByte(at, MASK);
        }
    }

    /** Overwrites octets by {@link #MASK}, but those that end strings. */
    public static void maskStrings(ByteBuf octets, int index, int length) {
        for (int at = index; at < index + length; at++) {
            if (octets.getByte(at) != 0) {
                octets.setByte(at, MASK);
            }
        }
    }

    /** Takes the next piece of the stream. */
    public final void feed(ByteBuf octets, Consumer<ByteBuf> shown) {
        boolean joined = kept.isReadable();
        ByteBuf in = joined ? kept.writeBytes(octets) : octets;
        int start = in.readerIndex();
        int at = start;
        while (at < in.writerIndex()) {
            int readable = in.writerIndex() - at;
            if (remaining > 0) {
                int length = (int) Math.min(remaining, readable);
                piece(in, at, length);
                remaining -= length;
                at += length;
                continue;
            }
            int headBytes = headBytes();
            long length = readable < headBytes ? WAIT : head(in, at);
            if (length == WAIT || (length > 0 && gathering && readable < length)) {
                break;
            }
            if (length > 0 && gathering) {
                boolean isShown = message(in, at, (int) length);
                if (!isShown) {
                    show(in, start, at, shown);
                    start = at + (int) length;
                }
                at += (int) length;
            } else if (length > 0) {
                at += headBytes;
                remaining = Math.max(0, length - headBytes);
            }
            if (discarding) {
                discarding = false;
                show(in, start, at, shown);
                start = in.writerIndex();
                at = start;
            }
        }
        show(in, start, at, shown);
        if (!joined || at > in.readerIndex()) {
            keep(in, at);
        }
    }

    private static void show(ByteBuf in, int from, int to, Consumer<ByteBuf> shown) {
        if (to > from) {
            shown.accept(in.slice(from, to - from));
        }
    }

    /** Apart from what was shown, which may be on its way yet. */
    private void keep(ByteBuf in, int at) {
        int rest = in.writerIndex() - at;
        kept = rest == 0 ? Unpooled.EMPTY_BUFFER : Unpooled.buffer(rest).writeBytes(in, at, rest);
    }
}
