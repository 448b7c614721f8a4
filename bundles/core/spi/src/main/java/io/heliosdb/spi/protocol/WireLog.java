package io.heliosdb.spi.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of a protocol's messages, {@code io.heliosdb.wire.<protocol>}: at DEBUG every message's name, size and
 * direction, at TRACE its octets too. A protocol keeps one instance and calls it for every message; while the logger is
 * off, a call costs the check of its level.
 */
public final class WireLog {
    /** Octets of one message that TRACE shows; the rest is counted. */
    public static final int SHOWN_BYTES = 4096;

    private static final String PREFIX = "io.heliosdb.wire.";

    /** The way of a message, as the server sees it. */
    public enum Direction {
        RECEIVED("received"),
        SENT("sent");

        private final String word;

        Direction(String word) {
            this.word = word;
        }
    }

    private final Logger logger;

    private WireLog(Logger logger) {
        this.logger = logger;
    }

    /** @param protocol {@link Protocol#name()} */
    public static WireLog of(String protocol) {
        return new WireLog(LoggerFactory.getLogger(PREFIX + protocol));
    }

    /** Whether messages are logged now: to be asked where even naming a message costs something. */
    public boolean enabled() {
        return logger.isDebugEnabled();
    }

    /**
     * Logs a message that is the readable part of a buffer.
     *
     * @param client {@link Client#id()}
     * @param name as the protocol's manual calls it
     * @param message indices unchanged
     * @param sensitive whether it carries a secret: its octets are then never shown
     */
    public void message(long client, Direction direction, String name, ByteBuf message, boolean sensitive) {
        if (logger.isDebugEnabled()) {
            write(client, direction, name, message, message.readerIndex(), message.readableBytes(), sensitive);
        }
    }

    /**
     * Logs a message that lies inside a buffer, which needs no slice for it.
     *
     * @param index of its first octet
     * @param length of the message in octets
     */
    public void message(
            long client, Direction direction, String name, ByteBuf buffer, int index, int length, boolean sensitive) {
        if (logger.isDebugEnabled()) {
            write(client, direction, name, buffer, index, length, sensitive);
        }
    }

    private void write(
            long client, Direction direction, String name, ByteBuf buffer, int index, int length, boolean sensitive) {
        if (!logger.isTraceEnabled()) {
            logger.debug("client {} {} {}, {} bytes", client, direction.word, name, length);
            return;
        }
        String octets = sensitive ? "(masked)" : octets(buffer, index, length);
        logger.trace("client {} {} {}, {} bytes: {}", client, direction.word, name, length, octets);
    }

    private static String octets(ByteBuf buffer, int index, int length) {
        if (length <= SHOWN_BYTES) {
            return ByteBufUtil.hexDump(buffer, index, length);
        }
        return ByteBufUtil.hexDump(buffer, index, SHOWN_BYTES) + " and " + (length - SHOWN_BYTES) + " more";
    }
}
