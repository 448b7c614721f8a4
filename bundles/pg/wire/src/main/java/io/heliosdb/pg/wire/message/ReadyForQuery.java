package io.heliosdb.pg.wire.message;

import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.engine.TransactionStatus;
import io.netty.buffer.ByteBuf;

/** ReadyForQuery: the batch is over, and this is how the transaction stands. */
public record ReadyForQuery(TransactionStatus status) implements BackendMessage {
    /** Octets of the whole message. */
    public static final int LENGTH = MessageCode.HEADER_BYTES + 1;

    @Override
    public byte type() {
        return MessageCode.READY_FOR_QUERY;
    }

    @Override
    public void encodeBody(ByteBuf out) {
        out.writeByte(status.code());
    }
}
