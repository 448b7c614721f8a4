package io.heliosdb.pg.wire.message;

import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/**
 * BackendKeyData: what a CancelRequest for this session has to show.
 *
 * @param processId as {@code pg_backend_pid()} tells it
 * @param secretKey 4 octets in protocol 3.0, 4 to 256 since 3.2
 */
public record BackendKeyData(int processId, byte[] secretKey) implements BackendMessage {
    public static final int SHORT_KEY_LENGTH = 4;
    public static final int LONG_KEY_LENGTH = 32;

    /** @throws HeliosException 08P01 where the key has an impossible length */
    public static BackendKeyData decode(ByteBuf body) {
        int keyLength = body.readableBytes() - Integer.BYTES;
        if (keyLength < SHORT_KEY_LENGTH || keyLength > CancelRequest.MAX_KEY_LENGTH) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "invalid length of cancel key: " + keyLength);
        }
        int processId = body.readInt();
        byte[] secretKey = ByteBufUtil.getBytes(body);
        body.skipBytes(keyLength);
        return new BackendKeyData(processId, secretKey);
    }

    @Override
    public byte type() {
        return MessageCode.BACKEND_KEY_DATA;
    }

    @Override
    public void encodeBody(ByteBuf out) {
        out.writeInt(processId).writeBytes(secretKey);
    }

    @Override
    public String toString() {
        return "BackendKeyData[processId=" + processId + "]";
    }
}
