package io.heliosdb.pg.wire;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** The protocol's String: octets up to a NUL. Text of the messages in this package is UTF-8. */
public final class CString {
    private CString() {}

    /** @throws HeliosException 08P01 where the NUL is missing */
    public static String read(ByteBuf body) {
        int length = body.bytesBefore((byte) 0);
        if (length < 0) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "invalid string in message");
        }
        String text = body.toString(body.readerIndex(), length, StandardCharsets.UTF_8);
        body.skipBytes(length + 1);
        return text;
    }

    /** @throws HeliosException 08P01 where the text contains a NUL, which would end it early */
    public static void write(ByteBuf out, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "string contains a NUL");
        }
        out.writeCharSequence(text, StandardCharsets.UTF_8);
        out.writeByte(0);
    }
}
