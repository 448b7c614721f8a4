package io.heliosdb.pg.wire.message;

import io.heliosdb.pg.wire.CString;
import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/**
 * SASLInitialResponse: the mechanism that the client chose and its first message.
 *
 * @param data empty where the client sent none
 */
public record SaslInitialResponse(String mechanism, byte[] data) {
    private static final int NO_DATA = -1;

    /** @throws HeliosException 08P01 for a broken message */
    public static SaslInitialResponse decode(ByteBuf body) {
        String mechanism = CString.read(body);
        if (body.readableBytes() < Integer.BYTES) {
            throw malformed();
        }
        int length = body.readInt();
        if (length == NO_DATA ? body.isReadable() : length != body.readableBytes()) {
            throw malformed();
        }
        byte[] data = ByteBufUtil.getBytes(body);
        body.skipBytes(data.length);
        return new SaslInitialResponse(mechanism, data);
    }

    public void encode(ByteBuf out) {
        out.writeByte(MessageCode.PASSWORD);
        int length = out.writerIndex();
        out.writeInt(0);
        CString.write(out, mechanism);
        out.writeInt(data.length).writeBytes(data);
        out.setInt(length, out.writerIndex() - length);
    }

    private static HeliosException malformed() {
        return new HeliosException(SqlState.PROTOCOL_VIOLATION, "malformed SASLInitialResponse message");
    }

    @Override
    public String toString() {
        return "SaslInitialResponse[mechanism=" + mechanism + "]";
    }
}
