package io.heliosdb.mysql.protocol.internal;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** CLIENT_ZSTD_COMPRESSION_ALGORITHM: the format of RFC 8878. Its library is not always there. */
final class ZstdCompression implements Compression {
    private static final int DEFAULT_LEVEL = 3;
    private static final int HIGHEST_LEVEL = 22;

    private final ZstdCompressCtx compressor = new ZstdCompressCtx();
    private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();

    /** @param level 1 to 22; the default one for anything else */
    ZstdCompression(int level) {
        compressor.setLevel(level >= 1 && level <= HIGHEST_LEVEL ? level : DEFAULT_LEVEL);
    }

    @Override
    public void compress(ByteBuf in, ByteBuf out) {
        out.writeBytes(compressor.compress(ByteBufUtil.getBytes(in)));
    }

    @Override
    public void decompress(ByteBuf in, int length, ByteBuf out) {
        try {
            byte[] octets = decompressor.decompress(ByteBufUtil.getBytes(in), length);
            if (octets.length != length) {
                throw MysqlError.UNCOMPRESS_ERROR.exception();
            }
            out.writeBytes(octets);
        } catch (ZstdException e) {
            throw MysqlError.UNCOMPRESS_ERROR.exception();
        }
    }

    @Override
    public void close() {
        compressor.close();
        decompressor.close();
    }
}
