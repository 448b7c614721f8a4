package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.mysql.protocol.internal.message.CommandCode;
import io.heliosdb.spi.protocol.SecretText;
import io.heliosdb.spi.protocol.WireLog;
import io.heliosdb.spi.protocol.WireLog.Direction;
import io.netty.buffer.ByteBuf;

/** One connection's messages in the wire log. Costs a check of the log's level while it is off. */
final class MessageLog {
    private static final WireLog LOG = WireLog.of("mysql");

    private final long client;

    MessageLog(long client) {
        this.client = client;
    }

    boolean enabled() {
        return LOG.enabled();
    }

    /** A message that is part of a login: its octets are never shown. */
    void login(String name, ByteBuf payload) {
        LOG.message(client, Direction.RECEIVED, name, payload, true);
    }

    void command(ByteBuf payload) {
        if (LOG.enabled()) {
            CommandCode code = payload.isReadable() ? CommandCode.of(payload.getByte(payload.readerIndex())) : null;
            boolean sensitive = code == CommandCode.COM_CHANGE_USER || mentionsPassword(payload);
            LOG.message(client, Direction.RECEIVED, code == null ? "unknown command" : code.name(), payload, sensitive);
        }
    }

    /** A piece of a file that a client was asked for. */
    void content(ByteBuf payload) {
        LOG.message(client, Direction.RECEIVED, "LOCAL INFILE data", payload, false);
    }

    /** @param start of the packet with its header */
    void sent(String name, ByteBuf buffer, int start, int length, boolean sensitive) {
        LOG.message(client, Direction.SENT, name, buffer, start, length, sensitive);
    }

    /** CREATE USER, ALTER USER and SET PASSWORD carry passwords. */
    private static boolean mentionsPassword(ByteBuf payload) {
        return SecretText.isMentioned(payload, payload.readerIndex(), payload.readableBytes());
    }
}
