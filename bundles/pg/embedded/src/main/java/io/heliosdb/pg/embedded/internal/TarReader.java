package io.heliosdb.pg.embedded.internal;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads a tar archive entry by entry: files, directories and symbolic links with the header that POSIX.1-1988 (ustar) and
 * GNU tar share. It serves archives that are packed with this bundle, so it knows no extensions and refuses them by name.
 */
final class TarReader {

    /** A file, directory or symbolic link as its header describes it; {@code target} is set for links. */
    record Entry(String name, Kind kind, long size, boolean executable, String target) {}

    enum Kind {
        FILE,
        DIRECTORY,
        SYMBOLIC_LINK
    }

    private static final int BLOCK = 512;
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 100;
    private static final int MODE = 100;
    private static final int MODE_LENGTH = 8;
    private static final int SIZE = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int TYPE = 156;
    private static final int LINK_NAME = 157;
    private static final int OWNER_MAY_EXECUTE = 0100;

    private final InputStream in;
    private final byte[] header = new byte[BLOCK];
    private long remaining;
    private int padding;

    TarReader(InputStream in) {
        this.in = in;
    }

    /** The next entry, or empty at the end-of-archive mark. What is left of the entry before it is skipped. */
    Optional<Entry> next() throws IOException {
        in.skipNBytes(remaining + padding);
        remaining = 0;
        padding = 0;
        if (in.readNBytes(header, 0, BLOCK) < BLOCK) {
            throw new EOFException("tar archive ends without its end mark");
        }
        if (header[NAME] == 0) {
            return Optional.empty();
        }
        verifyChecksum();
        Kind kind = kind();
        long size = number(SIZE, SIZE_LENGTH);
        if (kind == Kind.FILE) {
            remaining = size;
            padding = (int) -size & (BLOCK - 1);
        }
        boolean executable = (number(MODE, MODE_LENGTH) & OWNER_MAY_EXECUTE) != 0;
        return Optional.of(new Entry(text(NAME, NAME_LENGTH), kind, size, executable, text(LINK_NAME, NAME_LENGTH)));
    }

    /** The content of the current entry; closing it leaves the archive open. */
    InputStream content() {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (remaining == 0) {
                    return -1;
                }
                int count = super.read(buffer, offset, (int) Math.min(length, remaining));
                if (count < 0) {
                    throw new EOFException("tar archive ends inside a file, " + remaining + " bytes are missing");
                }
                remaining -= count;
                return count;
            }

            @Override
            public void close() {}
        };
    }

    private Kind kind() throws IOException {
        return switch (header[TYPE]) {
            case 0, '0' -> Kind.FILE;
            case '2' -> Kind.SYMBOLIC_LINK;
            case '5' -> Kind.DIRECTORY;
            default ->
                throw new IOException("tar entry " + text(NAME, NAME_LENGTH) + " has type " + (char) header[TYPE]
                        + " (expected: file 0, symbolic link 2 or directory 5)");
        };
    }

    /** Sum of the header's bytes, its own field counted as blanks. */
    private void verifyChecksum() throws IOException {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH ? ' ' : header[i] & 0xff;
        }
        long expected = number(CHECKSUM, CHECKSUM_LENGTH);
        if (sum != expected) {
            throw new IOException("tar header has checksum " + sum + " (expected: " + expected + ")");
        }
    }

    private long number(int offset, int length) throws IOException {
        String digits = text(offset, length).trim();
        try {
            return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("tar header has " + digits + " (expected: an octal number)", e);
        }
    }

    private String text(int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.UTF_8);
    }
}
