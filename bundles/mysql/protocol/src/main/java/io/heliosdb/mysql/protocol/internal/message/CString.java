package io.heliosdb.mysql.protocol.internal.message;

import io.netty.buffer.ByteBuf;

/** Strings that end with a NUL (manual, "Protocol::NullTerminatedString"). */
final class CString {
    private CString() {}

    /**
     * A slice of the buffer, without the NUL.
     *
     * @throws IndexOutOfBoundsException where there is no NUL
     */
    static ByteBuf read(ByteBuf in) {
        int length = in.bytesBefore((byte) 0);
        if (length < 0) {
            throw new IndexOutOfBoundsException("string without NUL");
        }
        ByteBuf string = in.readSlice(length);
        in.skipBytes(1);
        return string;
    }

    /** The same where the end of the message may stand for the NUL. */
    static ByteBuf readLenient(ByteBuf in) {
        return in.bytesBefore((byte) 0) < 0 ? in.readSlice(in.readableBytes()) : read(in);
    }
}
