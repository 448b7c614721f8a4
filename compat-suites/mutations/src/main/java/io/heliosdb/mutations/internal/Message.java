package io.heliosdb.mutations.internal;

import io.netty.buffer.ByteBuf;

/** A message of PostgreSQL's protocol 3. */
record Message(byte type, byte[] body) {
    private static final int HEADER_OCTETS = 5;

    /** Whether a whole message is there to read. */
    static boolean isWhole(ByteBuf run) {
        int readable = run.readableBytes();
        return readable >= HEADER_OCTETS && readable >= 1 + run.getInt(run.readerIndex() + 1);
    }

    static Message read(ByteBuf run) {
        byte type = run.readByte();
        byte[] body = new byte[run.readInt() - Integer.BYTES];
        run.readBytes(body);
        return new Message(type, body);
    }

    void write(ByteBuf out) {
        out.writeByte(type).writeInt(body.length + Integer.BYTES).writeBytes(body);
    }
}
