package io.heliosdb.pg.wire.message;

import io.netty.buffer.ByteBuf;

/** A message of the server that is written or read field by field. Appends itself whole, type and length included. */
public sealed interface BackendMessage
        permits Authentication,
                BackendKeyData,
                ErrorResponse,
                NegotiateProtocolVersion,
                ParameterStatus,
                ReadyForQuery {
    /** The type octet. */
    byte type();

    /** Appends what follows the length. */
    void encodeBody(ByteBuf out);

    default void encode(ByteBuf out) {
        out.writeByte(type());
        int length = out.writerIndex();
        out.writeInt(0);
        encodeBody(out);
        out.setInt(length, out.writerIndex() - length);
    }
}
