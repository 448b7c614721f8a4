package io.heliosdb.mysql.protocol.internal;

import io.netty.buffer.ByteBuf;

/** A compression algorithm with the state of one connection. */
interface Compression {
    /** Appends a compressed form, which need not be shorter. */
    void compress(ByteBuf in, ByteBuf out);

    /**
     * Appends what was compressed.
     *
     * @param length octets that must come out
     * @throws io.heliosdb.spi.error.HeliosException 1157 where the input is broken or of another length
     */
    void decompress(ByteBuf in, int length, ByteBuf out);

    /** Gives up memory outside of the heap. */
    void close();
}
