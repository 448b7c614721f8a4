package io.heliosdb.mysql.protocol.internal.type;

import io.heliosdb.spi.type.AsciiDigits;
import io.heliosdb.spi.type.NumericCell;
import io.heliosdb.spi.type.TypeOid;
import io.netty.buffer.ByteBuf;

/**
 * Integers of every width, bool among them.
 *
 * @param engineType of the cells
 * @param width octets in binary rows: 1, 2, 4 or 8
 * @param unsigned whether the highest bit of 8 octets counts
 * @param zerofill digits that are shown at least, 0 for no zeros in front
 */
record IntegerCodec(int engineType, int width, boolean unsigned, int zerofill) implements ColumnCodec {
    @Override
    public void text(ByteBuf body, int offset, int length, ByteBuf out) {
        long value = read(engineType, body, offset, length);
        if (zerofill > 0 && value >= 0) {
            AsciiDigits.writePadded(out, value, Math.max(zerofill, AsciiDigits.count(value)));
        } else if (unsigned) {
            AsciiDigits.writeUnsigned(out, value);
        } else {
            AsciiDigits.write(out, value);
        }
    }

    @Override
    public void binary(ByteBuf body, int offset, int length, ByteBuf out) {
        long value = read(engineType, body, offset, length);
        switch (width) {
            case Byte.BYTES -> out.writeByte((int) value);
            case Short.BYTES -> out.writeShortLE((int) value);
            case Integer.BYTES -> out.writeIntLE((int) value);
            default -> out.writeLongLE(value);
        }
    }

    static long read(int engineType, ByteBuf body, int offset, int length) {
        return switch (engineType) {
            case TypeOid.BOOL -> body.getByte(offset);
            case TypeOid.INT2 -> body.getShort(offset);
            case TypeOid.INT4 -> body.getInt(offset);
            case TypeOid.NUMERIC -> NumericCell.integer(body, offset, length);
            case TypeOid.OID -> body.getUnsignedInt(offset);
            default -> body.getLong(offset);
        };
    }
}
