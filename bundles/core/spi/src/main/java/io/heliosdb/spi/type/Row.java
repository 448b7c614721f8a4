package io.heliosdb.spi.type;

import io.netty.buffer.ByteBuf;

/** The cells of a DataRow, found without copying: offsets into the message. One instance serves any number of rows. */
public final class Row {
    private static final int NULL_LENGTH = -1;

    private ByteBuf body;
    private int[] offsets = new int[16];
    private int[] lengths = new int[16];
    private int count;

    /**
     * Looks at the next row.
     *
     * @param dataRow the body of a DataRow, from the column count on; borrowed until the next call, indices unchanged
     * @throws IndexOutOfBoundsException where a length points outside of the body
     */
    public void read(ByteBuf dataRow) {
        body = dataRow;
        int at = dataRow.readerIndex();
        int end = dataRow.writerIndex();
        count = dataRow.getUnsignedShort(at);
        at += Short.BYTES;
        if (count > offsets.length) {
            offsets = new int[count];
            lengths = new int[count];
        }
        for (int column = 0; column < count; column++) {
            int length = dataRow.getInt(at);
            at += Integer.BYTES;
            if (length < NULL_LENGTH || length > end - at) {
                throw new IndexOutOfBoundsException("cell length: " + length + " (expected: -1.." + (end - at) + ")");
            }
            offsets[column] = at;
            lengths[column] = length;
            at += Math.max(length, 0);
        }
    }

    public int columns() {
        return count;
    }

    public boolean isNull(int column) {
        return length(column) == NULL_LENGTH;
    }

    /** Octets of a cell, -1 for NULL. */
    public int length(int column) {
        return lengths[checked(column)];
    }

    /** Where a cell begins in {@link #body()}. */
    public int offset(int column) {
        return offsets[checked(column)];
    }

    public ByteBuf body() {
        return body;
    }

    private int checked(int column) {
        if (column < 0 || column >= count) {
            throw new IndexOutOfBoundsException("column: " + column + " (expected: 0.." + (count - 1) + ")");
        }
        return column;
    }
}
