package io.heliosdb.pg.embedded.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

/** Packs tar archives for tests: the ustar header as POSIX.1-1988 describes it. */
final class TarArchive {

    private static final int BLOCK = 512;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    TarArchive directory(String name) {
        return entry(name, '5', new byte[0], 0755, "");
    }

    TarArchive file(String name, byte[] content, boolean executable) {
        return entry(name, '0', content, executable ? 0755 : 0644, "");
    }

    TarArchive link(String name, String target) {
        return entry(name, '2', new byte[0], 0777, target);
    }

    TarArchive entry(String name, char type, byte[] content, int mode, String target) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, String.format("%07o", mode));
        put(header, 124, String.format("%011o", content.length));
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 157, target);
        put(header, 257, "ustar");
        int checksum = 0;
        for (byte b : header) {
            checksum += b & 0xff;
        }
        put(header, 148, String.format("%06o\0", checksum));
        out.writeBytes(header);
        out.writeBytes(content);
        out.writeBytes(new byte[-content.length & (BLOCK - 1)]);
        return this;
    }

    /** The archive with its end mark. */
    byte[] end() {
        out.writeBytes(new byte[2 * BLOCK]);
        return out.toByteArray();
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
