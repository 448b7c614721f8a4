package io.heliosdb.mysql.protocol.internal.message;

import io.netty.buffer.ByteBuf;

/** The end of column definitions or rows (manual, "EOF_Packet"). */
public record EofPacket(int warnings, int status) implements ServerMessage {
    private static final int HEADER = 0xfe;
    private static final int MOST_WARNINGS = 0xffff;

    @Override
    public String name() {
        return "EOF_Packet";
    }

    @Override
    public void encode(ByteBuf out, Negotiated negotiated) {
        out.writeByte(HEADER).writeShortLE(Math.min(warnings, MOST_WARNINGS)).writeShortLE(status);
    }
}
