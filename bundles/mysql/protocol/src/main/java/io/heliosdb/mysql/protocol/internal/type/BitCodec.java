package io.heliosdb.mysql.protocol.internal.type;

import io.netty.buffer.ByteBuf;

/**
 * BIT(n): the bits as octets, the highest first.
 *
 * @param bytes as many as n bits need
 */
record BitCodec(int bytes) implements ColumnCodec {
    @Override
    public void text(ByteBuf body, int offset, int length, ByteBuf out) {
        out.writeBytes(body, offset + length - bytes, bytes);
    }
}
