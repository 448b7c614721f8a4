package io.heliosdb.pg.wire.message;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/**
 * CancelRequest: asks on a connection of its own that another session's statement be cancelled. Never answered.
 *
 * @param processId from that session's BackendKeyData
 * @param secretKey from the same; 4 octets in protocol 3.0, 4 to 256 since 3.2
 */
public record CancelRequest(int processId, byte[] secretKey) implements InitialMessage {
    public static final int MAX_KEY_LENGTH = 256;
    private static final int PREFIX_LENGTH = MIN_LENGTH + Integer.BYTES;

    static CancelRequest decode(ByteBuf body) {
        int keyLength = body.readableBytes() - Integer.BYTES;
        if (keyLength < 1 || keyLength > MAX_KEY_LENGTH) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "invalid length of cancel request");
        }
        int processId = body.readInt();
        byte[] secretKey = ByteBufUtil.getBytes(body, body.readerIndex(), keyLength);
        body.skipBytes(keyLength);
        return new CancelRequest(processId, secretKey);
    }

    @Override
    public void encode(ByteBuf out) {
        out.writeInt(PREFIX_LENGTH + secretKey.length).writeInt(CANCEL_REQUEST_CODE);
        out.writeInt(processId).writeBytes(secretKey);
    }

    @Override
    public String toString() {
        return "CancelRequest[processId=" + processId + "]";
    }
}
