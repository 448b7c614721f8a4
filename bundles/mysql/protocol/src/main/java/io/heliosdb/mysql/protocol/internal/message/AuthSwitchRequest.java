package io.heliosdb.mysql.protocol.internal.message;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Asks for another authentication method (manual, "Protocol::AuthSwitchRequest"). */
public record AuthSwitchRequest(String plugin, byte[] challenge) implements ServerMessage {
    private static final int HEADER = 0xfe;

    @Override
    public String name() {
        return "AuthSwitchRequest";
    }

    @Override
    public void encode(ByteBuf out, Negotiated negotiated) {
        out.writeByte(HEADER);
        out.writeCharSequence(plugin, StandardCharsets.US_ASCII);
        out.writeByte(0).writeBytes(challenge).writeByte(0);
    }
}
