package io.heliosdb.mysql.protocol.internal.message;

import io.heliosdb.spi.dialect.VendorError;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** An error (manual, "ERR_Packet"). */
public record ErrPacket(VendorError error) implements ServerMessage {
    private static final int HEADER = 0xff;

    /** As MYSQL_ERRMSG_SIZE: clients have no room for more. */
    private static final int LONGEST_MESSAGE = 512;

    @Override
    public String name() {
        return "ERR_Packet";
    }

    @Override
    public void encode(ByteBuf out, Negotiated negotiated) {
        out.writeByte(HEADER).writeShortLE(error.code());
        // A client that has not said yet what it understands is told no SQLSTATE.
        if (negotiated.has(Capability.PROTOCOL_41)) {
            out.writeByte('#');
            out.writeCharSequence(error.sqlState(), StandardCharsets.US_ASCII);
        }
        String message = error.message();
        byte[] text = negotiated
                .results()
                .encode(message.length() < LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE - 1));
        out.writeBytes(text);
    }
}
