package io.heliosdb.mysql.protocol.internal.type;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Text.
 *
 * @param characters what the client reads
 * @param skipped octets in front of the text: jsonb has a version there
 * @param padded whether blanks at the end do not belong to the value, as in CHAR
 */
record StringCodec(CharacterSet characters, int skipped, boolean padded) implements ColumnCodec {
    @Override
    public void text(ByteBuf body, int offset, int length, ByteBuf out) {
        int start = offset + skipped;
        int end = offset + length;
        while (padded && end > start && body.getByte(end - 1) == ' ') {
            end--;
        }
        if (characters.isUtf8()) {
            out.writeBytes(body, start, end - start);
        } else {
            out.writeBytes(characters.encode(body.toString(start, end - start, StandardCharsets.UTF_8)));
        }
    }
}
