package io.heliosdb.mysql.protocol.internal;

import com.github.luben.zstd.Zstd;

/** Whether zstd can be used. A class of its own, because those that use it cannot even be loaded without the library. */
final class ZstdLibrary {
    private static final boolean AVAILABLE = load();

    private ZstdLibrary() {}

    /** Whether the library is there and has code for this machine. */
    static boolean isAvailable() {
        return AVAILABLE;
    }

    private static boolean load() {
        try {
            return Zstd.maxCompressionLevel() > 0;
        } catch (LinkageError e) {
            return false;
        }
    }
}
