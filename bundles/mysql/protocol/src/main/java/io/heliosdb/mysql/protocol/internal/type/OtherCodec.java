package io.heliosdb.mysql.protocol.internal.type;

import io.heliosdb.spi.type.TextForm;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Types of the engine that MySQL does not have, as text: uuid, arrays and the like.
 *
 * @param engineType of the cells
 * @param characters what the client reads
 */
record OtherCodec(int engineType, CharacterSet characters) implements ColumnCodec {
    @Override
    public void text(ByteBuf body, int offset, int length, ByteBuf out) {
        int start = out.writerIndex();
        TextForm.write(engineType, body, offset, length, out);
        if (!characters.isUtf8()) {
            byte[] converted =
                    characters.encode(out.toString(start, out.writerIndex() - start, StandardCharsets.UTF_8));
            out.writerIndex(start).writeBytes(converted);
        }
    }
}
