package io.heliosdb.mysql.protocol.internal.message;

import io.netty.buffer.ByteBuf;

/** What the server says: the payload of one packet. */
public sealed interface ServerMessage
        permits AuthMoreData,
                AuthSwitchRequest,
                ColumnCount,
                ColumnDefinition,
                EofPacket,
                ErrPacket,
                HandshakeV10,
                LocalInfileRequest,
                OkPacket,
                StatisticsText,
                StmtPrepareOk {
    /** The manual's name for it. */
    String name();

    /** Writes the payload. */
    void encode(ByteBuf out, Negotiated negotiated);
}
