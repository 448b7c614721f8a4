package io.heliosdb.mysql.protocol.internal.message;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * The greeting (manual, "Protocol::HandshakeV10").
 *
 * @param serverVersion as {@code SELECT VERSION()} tells it
 * @param connectionId its lower 32 bits are sent
 * @param challenge {@link #CHALLENGE_BYTES} octets, none of them 0
 * @param capabilities what the server can do
 * @param collation the server's default
 * @param status status flags
 * @param plugin the authentication method that the challenge is for
 */
public record HandshakeV10(
        String serverVersion,
        long connectionId,
        byte[] challenge,
        int capabilities,
        int collation,
        int status,
        String plugin)
        implements ServerMessage {
    public static final int CHALLENGE_BYTES = 20;

    private static final int PROTOCOL_VERSION = 10;
    private static final int FIRST_PART = 8;
    private static final int RESERVED_BYTES = 10;

    @Override
    public String name() {
        return "HandshakeV10";
    }

    @Override
    public void encode(ByteBuf out, Negotiated negotiated) {
        out.writeByte(PROTOCOL_VERSION);
        out.writeCharSequence(serverVersion, StandardCharsets.US_ASCII);
        out.writeByte(0)
                .writeIntLE((int) connectionId)
                .writeBytes(challenge, 0, FIRST_PART)
                .writeByte(0)
                .writeShortLE(capabilities)
                .writeByte(collation)
                .writeShortLE(status)
                .writeShortLE(capabilities >>> 16)
                .writeByte(challenge.length + 1)
                .writeZero(RESERVED_BYTES)
                .writeBytes(challenge, FIRST_PART, challenge.length - FIRST_PART)
                .writeByte(0);
        out.writeCharSequence(plugin, StandardCharsets.US_ASCII);
        out.writeByte(0);
    }
}
