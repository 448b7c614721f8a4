package io.heliosdb.pg.protocol.internal;

import io.heliosdb.pg.wire.MessageNames;
import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.protocol.SecretText;
import io.heliosdb.spi.protocol.WireLog;
import io.heliosdb.spi.protocol.WireLog.Direction;
import io.netty.buffer.ByteBuf;

/** One connection's messages in the wire log. Costs a check of the log's level while it is off. */
final class MessageLog {
    private static final WireLog LOG = WireLog.of("postgresql");

    private final long client;

    MessageLog(long client) {
        this.client = client;
    }

    /** An initial message, its length included. */
    void initial(ByteBuf buffer, int index, int length) {
        if (LOG.enabled()) {
            LOG.message(client, Direction.RECEIVED, "initial message", buffer, index, length, false);
        }
    }

    /** A message that is part of a login: its octets are never shown. */
    void login(ByteBuf buffer, int index, int length) {
        LOG.message(client, Direction.RECEIVED, "SASLResponse", buffer, index, length, true);
    }

    void received(ByteBuf run) {
        if (LOG.enabled()) {
            walk(run, Direction.RECEIVED);
        }
    }

    void sent(ByteBuf run) {
        if (LOG.enabled()) {
            walk(run, Direction.SENT);
        }
    }

    /** The last message may be cut: its rest follows as a fragment. */
    private void walk(ByteBuf run, Direction direction) {
        int at = run.readerIndex();
        while (run.writerIndex() - at >= MessageCode.HEADER_BYTES) {
            byte type = run.getByte(at);
            int length = Math.min(run.getInt(at + 1) + 1, run.writerIndex() - at);
            if (direction == Direction.RECEIVED) {
                boolean sensitive = mentionsPassword(type, run, at, length);
                LOG.message(client, direction, MessageNames.frontend(type), run, at, length, sensitive);
            } else {
                boolean sensitive = type == MessageCode.BACKEND_KEY_DATA || type == MessageCode.AUTHENTICATION;
                LOG.message(client, direction, MessageNames.backend(type), run, at, length, sensitive);
            }
            at += length;
        }
    }

    /** CREATE ROLE and ALTER ROLE carry passwords. */
    private static boolean mentionsPassword(byte type, ByteBuf run, int at, int length) {
        return (type == MessageCode.QUERY || type == MessageCode.PARSE) && SecretText.isMentioned(run, at, length);
    }
}
