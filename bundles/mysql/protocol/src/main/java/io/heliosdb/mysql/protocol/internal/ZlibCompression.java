package io.heliosdb.mysql.protocol.internal;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** CLIENT_COMPRESS: the format of RFC 1950. */
final class ZlibCompression implements Compression {
    private static final int PIECE_BYTES = 16 << 10;

    private final Deflater deflater = new Deflater();
    private final Inflater inflater = new Inflater();

    @Override
    public void compress(ByteBuf in, ByteBuf out) {
        deflater.reset();
        deflater.setInput(in.nioBuffer());
        deflater.finish();
        while (!deflater.finished()) {
            ByteBuffer room = room(out, PIECE_BYTES);
            advance(out, deflater.deflate(room));
        }
    }

    @Override
    public void decompress(ByteBuf in, int length, ByteBuf out) {
        inflater.reset();
        inflater.setInput(in.nioBuffer());
        int left = length;
        try {
            while (left > 0) {
                int more = inflater.inflate(room(out, Math.min(left, PIECE_BYTES)));
                if (more == 0) {
                    throw MysqlError.UNCOMPRESS_ERROR.exception();
                }
                advance(out, more);
                left -= more;
            }
            if (!inflater.finished() && inflater.inflate(ByteBuffer.allocate(1)) > 0) {
                throw MysqlError.UNCOMPRESS_ERROR.exception();
            }
        } catch (DataFormatException e) {
            throw MysqlError.UNCOMPRESS_ERROR.exception();
        }
    }

    private static ByteBuffer room(ByteBuf out, int bytes) {
        out.ensureWritable(bytes);
        return out.nioBuffer(out.writerIndex(), bytes);
    }

    private static void advance(ByteBuf out, int bytes) {
        out.writerIndex(out.writerIndex() + bytes);
    }

    @Override
    public void close() {
        deflater.end();
        inflater.end();
    }
}
