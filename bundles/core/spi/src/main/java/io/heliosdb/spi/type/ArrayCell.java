package io.heliosdb.spi.type;

import io.netty.buffer.ByteBuf;

/**
 * Cells of array types (PostgreSQL, {@code array_send}): Int32 dimensions, Int32 whether there are NULLs, Int32 oid of the
 * elements' type, for each dimension Int32 length and Int32 lower bound, then the elements as cells with their lengths.
 */
final class ArrayCell {
    /** As PostgreSQL's MAXDIM. */
    private static final int MOST_DIMENSIONS = 6;

    private static final int HEADER_BYTES = 12;
    private static final int DIMENSION_BYTES = 8;

    private final ByteBuf body;
    private final int end;
    private final ByteBuf out;
    private final int elementType;
    private final int[] lengths;
    private int at;

    private ArrayCell(ByteBuf body, int offset, int length, ByteBuf out) {
        this.body = body;
        this.out = out;
        end = offset + length;
        int dimensions = length < HEADER_BYTES ? -1 : body.getInt(offset);
        if (dimensions < 0 || dimensions > MOST_DIMENSIONS || length < HEADER_BYTES + dimensions * DIMENSION_BYTES) {
            throw new IndexOutOfBoundsException("array of " + length + " octets and " + dimensions + " dimensions");
        }
        elementType = body.getInt(offset + 8);
        lengths = new int[dimensions];
        at = offset + HEADER_BYTES;
        for (int dimension = 0; dimension < dimensions; dimension++) {
            lengths[dimension] = body.getInt(at);
            at += DIMENSION_BYTES;
        }
    }

    /** Writes an array as PostgreSQL prints it, without bounds: {@code {1,NULL,"a b"}}. */
    static void writeText(ByteBuf body, int offset, int length, ByteBuf out) {
        ArrayCell array = new ArrayCell(body, offset, length, out);
        if (array.lengths.length == 0) {
            out.writeByte('{').writeByte('}');
        } else {
            array.dimension(0);
        }
    }

    /** Writes an int2vector or oidvector as PostgreSQL prints it: its numbers with spaces in between. */
    static void writeVector(ByteBuf body, int offset, int length, ByteBuf out) {
        ArrayCell array = new ArrayCell(body, offset, length, out);
        int count = array.lengths.length == 0 ? 0 : array.lengths[0];
        for (int element = 0; element < count; element++) {
            if (element > 0) {
                out.writeByte(' ');
            }
            array.element();
        }
    }

    private void dimension(int dimension) {
        out.writeByte('{');
        for (int index = 0; index < lengths[dimension]; index++) {
            if (index > 0) {
                out.writeByte(',');
            }
            if (dimension == lengths.length - 1) {
                element();
            } else {
                dimension(dimension + 1);
            }
        }
        out.writeByte('}');
    }

    private void element() {
        int length = body.getInt(at);
        at += Integer.BYTES;
        if (length < -1 || length > end - at) {
            throw new IndexOutOfBoundsException(
                    "octets of an element: " + length + " (expected: -1.." + (end - at) + ")");
        }
        if (length < 0) {
            out.writeByte('N').writeByte('U').writeByte('L').writeByte('L');
            return;
        }
        int start = out.writerIndex();
        TextForm.write(elementType, body, at, length, out);
        at += length;
        if (needsQuotes(start)) {
            quote(start);
        }
    }

    private boolean needsQuotes(int start) {
        int length = out.writerIndex() - start;
        boolean isNull = length == 4;
        for (int index = start; index < out.writerIndex(); index++) {
            byte octet = out.getByte(index);
            switch (octet) {
                case '"', '\\', '{', '}', ',', ' ', '\t', '\n', '\r', 0x0b, '\f' -> {
                    return true;
                }
                default -> isNull &= (octet & ~0x20) == "NULL".charAt(Math.min(index - start, 3));
            }
        }
        return length == 0 || isNull;
    }

    private void quote(int start) {
        byte[] element = new byte[out.writerIndex() - start];
        out.getBytes(start, element);
        out.writerIndex(start).writeByte('"');
        for (byte octet : element) {
            if (octet == '"' || octet == '\\') {
                out.writeByte('\\');
            }
            out.writeByte(octet);
        }
        out.writeByte('"');
    }
}
