package io.heliosdb.mysql.protocol.internal.message;

import io.netty.buffer.ByteBuf;

/** Length-encoded integers and strings (manual, "Protocol::LengthEncodedInteger", "Protocol::LengthEncodedString"). */
public final class LengthEncoded {
    /** Stands for NULL where a row's value is expected. */
    public static final int NULL = 0xfb;

    private static final int TWO_BYTES = 0xfc;
    private static final int THREE_BYTES = 0xfd;
    private static final int EIGHT_BYTES = 0xfe;

    private LengthEncoded() {}

    /** @throws IndexOutOfBoundsException where there is none */
    public static long readInteger(ByteBuf in) {
        int first = in.readUnsignedByte();
        return switch (first) {
            case TWO_BYTES -> in.readUnsignedShortLE();
            case THREE_BYTES -> in.readUnsignedMediumLE();
            case EIGHT_BYTES -> in.readLongLE();
            case NULL, 0xff ->
                throw new IndexOutOfBoundsException(
                        "length-encoded integer begins with 0x" + Integer.toHexString(first));
            default -> first;
        };
    }

    /**
     * A slice of the buffer.
     *
     * @throws IndexOutOfBoundsException where it is shorter than it says
     */
    public static ByteBuf readString(ByteBuf in) {
        long length = readInteger(in);
        if (length < 0 || length > in.readableBytes()) {
            throw new IndexOutOfBoundsException(
                    "string length: " + length + " (expected: 0.." + in.readableBytes() + ")");
        }
        return in.readSlice((int) length);
    }

    /** @param value as unsigned */
    public static void writeInteger(ByteBuf out, long value) {
        if (value >= 0 && value < NULL) {
            out.writeByte((int) value);
        } else if (value >= 0 && value < 1 << 16) {
            out.writeByte(TWO_BYTES).writeShortLE((int) value);
        } else if (value >= 0 && value < 1 << 24) {
            out.writeByte(THREE_BYTES).writeMediumLE((int) value);
        } else {
            out.writeByte(EIGHT_BYTES).writeLongLE(value);
        }
    }

    public static void writeString(ByteBuf out, byte[] value) {
        writeInteger(out, value.length);
        out.writeBytes(value);
    }

    /** Begins a string whose length is not known yet: gives the index to {@link #end}. */
    public static int begin(ByteBuf out) {
        int start = out.writerIndex();
        out.writeByte(0);
        return start;
    }

    /** Ends the string that was begun there: writes its length in front of what was written since. */
    public static void end(ByteBuf out, int start) {
        int length = out.writerIndex() - start - 1;
        if (length < NULL) {
            out.setByte(start, length);
            return;
        }
        int more = length < 1 << 16 ? Short.BYTES : length < 1 << 24 ? 3 : Long.BYTES;
        out.writeZero(more);
        byte[] value = new byte[length];
        out.getBytes(start + 1, value);
        out.setBytes(start + 1 + more, value);
        out.writerIndex(start);
        writeInteger(out, length);
        out.writerIndex(start + 1 + more + length);
    }
}
