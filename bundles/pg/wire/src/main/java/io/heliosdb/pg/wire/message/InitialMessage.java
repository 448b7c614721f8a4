package io.heliosdb.pg.wire.message;

import io.heliosdb.pg.wire.ProtocolVersion;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;

/** What a frontend may say first. These messages have a length and a request code, but no type octet. */
public sealed interface InitialMessage permits StartupMessage, SslRequest, GssEncRequest, CancelRequest {
    /** Octets of the shortest: length and code. */
    int MIN_LENGTH = 8;

    /** Longest, as PostgreSQL's MAX_STARTUP_PACKET_LENGTH. */
    int MAX_LENGTH = 10_000;

    int CANCEL_REQUEST_CODE = 80_877_102;
    int SSL_REQUEST_CODE = 80_877_103;
    int GSS_ENC_REQUEST_CODE = 80_877_104;

    /**
     * Decodes one message.
     *
     * @param body what follows the length: the code and the rest; read to its end
     * @throws HeliosException 08P01 where the message breaks its format, 0A000 for a protocol other than 3
     */
    static InitialMessage decode(ByteBuf body) {
        int code = body.readInt();
        InitialMessage message =
                switch (code) {
                    case SSL_REQUEST_CODE -> new SslRequest();
                    case GSS_ENC_REQUEST_CODE -> new GssEncRequest();
                    case CANCEL_REQUEST_CODE -> CancelRequest.decode(body);
                    default -> StartupMessage.decode(ProtocolVersion.of(code), body);
                };
        if (body.isReadable()) {
            throw new HeliosException(
                    SqlState.PROTOCOL_VIOLATION, "invalid startup packet layout: expected terminator as last byte");
        }
        return message;
    }

    /** Appends the whole message, its length included. */
    void encode(ByteBuf out);
}
