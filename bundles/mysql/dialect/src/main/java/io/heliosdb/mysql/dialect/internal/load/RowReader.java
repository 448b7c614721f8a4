package io.heliosdb.mysql.dialect.internal.load;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads lines from octets that come in pieces (MySQL 8.4 manual, 15.2.9, "Field and Line Handling"). A line is read when all
 * of it is there; one that is not is tried again when twice as much of it is, so that no octet is looked at often.
 */
final class RowReader {
    private static final int INITIAL_BYTES = 8192;
    private static final int END = -1;
    private static final byte[] NULL_WORD = "NULL".getBytes(StandardCharsets.US_ASCII);

    private final FileFormat format;
    private final byte[] fieldTerminator;
    private final byte[] lineTerminator;
    private final int columns;
    private long linesToSkip;

    private byte[] octets = new byte[INITIAL_BYTES];
    private int start;
    private int end;
    private boolean ended;
    /** How much has to be there before a line is tried again. */
    private int enough;

    private int at;
    private boolean lineEnded;
    private boolean escapedNull;

    /** The octets end inside of a line, and more of them will come. */
    private static final class Underflow extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Underflow() {
            super("", null, false, false);
        }
    }

    /**
     * @param columns most fields of a line that are wanted
     * @param linesToSkip lines at the begin that are none
     */
    RowReader(FileFormat format, int columns, long linesToSkip) {
        this.format = format;
        this.columns = columns;
        this.linesToSkip = linesToSkip;
        fieldTerminator = format.fieldTerminator();
        // Lines that end like fields are no lines: the manual's "all fields of a line are read".
        lineTerminator =
                Arrays.equals(fieldTerminator, format.lineTerminator()) ? new byte[0] : format.lineTerminator();
    }

    void add(ByteBuf more) {
        int length = more.readableBytes();
        if (octets.length - end < length) {
            int kept = end - start;
            byte[] roomier =
                    octets.length - kept < length ? new byte[Math.max(2 * octets.length, kept + length)] : octets;
            System.arraycopy(octets, start, roomier, 0, kept);
            octets = roomier;
            start = 0;
            end = kept;
        }
        more.readBytes(octets, end, length);
        end += length;
    }

    void end() {
        ended = true;
    }

    /** Octets that wait for the rest of their line. */
    int waiting() {
        return end - start;
    }

    /** The next line; empty where the octets so far hold none. */
    Optional<FileRow> next() {
        if (!ended && end - start < enough) {
            return Optional.empty();
        }
        try {
            while (linesToSkip > 0 && start < end) {
                at = start;
                lineEnded = false;
                restOfLine();
                start = at;
                linesToSkip--;
            }
            at = start;
            Optional<FileRow> row = row();
            start = at;
            enough = 0;
            return row;
        } catch (Underflow notYet) {
            enough = 2 * (end - start);
            return Optional.empty();
        }
    }

    private Optional<FileRow> row() {
        lineEnded = false;
        if (!findPrefix()) {
            return Optional.empty();
        }
        List<byte[]> fields = new ArrayList<>(columns);
        while (fields.size() < columns && !lineEnded) {
            if (peek() == END) {
                lineEnded = true;
                break;
            }
            fields.add(field());
        }
        if (fields.isEmpty()) {
            // The end of the file; a line that is empty has one empty field.
            return Optional.empty();
        }
        return Optional.of(new FileRow(fields, restOfLine()));
    }

    /** Passes over the prefix of a line, and what stands before it. */
    private boolean findPrefix() {
        byte[] prefix = format.linePrefix();
        if (prefix.length == 0) {
            return true;
        }
        while (!accept(prefix)) {
            if (take() == END) {
                return false;
            }
        }
        return true;
    }

    /** One field, with what ends it. */
    private byte[] field() {
        escapedNull = false;
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        boolean enclosed = peek() == format.enclosed();
        int begin = at;
        if (enclosed) {
            at++;
        }
        while (true) {
            int octet = take();
            if (octet == END) {
                lineEnded = true;
                return enclosed ? unclosed(begin, field) : value(field, false);
            }
            if (octet == format.escape() && escaped(field)) {
                continue;
            }
            if (enclosed && octet == format.enclosed()) {
                if (peek() == octet) {
                    field.write(take());
                    continue;
                }
                if (ends()) {
                    return value(field, true);
                }
            } else if (!enclosed) {
                at--;
                if (ends()) {
                    return value(field, false);
                }
                at++;
            }
            field.write(octet);
        }
    }

    /** A field that begins as an enclosed one and never ends as one is what stands there. */
    private byte[] unclosed(int begin, ByteArrayOutputStream field) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(octets[begin]);
        whole.writeBytes(field.toByteArray());
        return value(whole, false);
    }

    /**
     * What follows the escape. Where it is also what encloses, only its double is special: {@code ""} inside of {@code "…"}.
     *
     * @return whether something was escaped
     */
    private boolean escaped(ByteArrayOutputStream field) {
        int octet = peek();
        if (format.escape() == format.enclosed() && octet != format.escape()) {
            return false;
        }
        if (octet == END) {
            field.write(format.escape());
            return true;
        }
        at++;
        field.write(
                switch (octet) {
                    case '0' -> 0;
                    case 'b' -> '\b';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    case 'Z' -> 26;
                    case 'N' -> {
                        escapedNull = true;
                        yield octet;
                    }
                    default -> octet;
                });
        return true;
    }

    /** Passes over what ends a field, if it is there; the end of the file does so behind a closing quote. */
    private boolean ends() {
        if (lineTerminator.length > 0 && accept(lineTerminator)) {
            lineEnded = true;
            return true;
        }
        if (peek() == END) {
            lineEnded = true;
            return true;
        }
        return fieldTerminator.length > 0 && accept(fieldTerminator);
    }

    /** {@code \N} is NULL, and the word NULL is where fields are enclosed and this one is not. */
    private byte[] value(ByteArrayOutputStream field, boolean enclosed) {
        byte[] value = field.toByteArray();
        boolean word = format.enclosed() != FileFormat.NONE && !enclosed && Arrays.equals(value, NULL_WORD);
        return word || (escapedNull && value.length == 1) ? null : value;
    }

    /** Passes over what is left of a line; whether there was something. */
    private boolean restOfLine() {
        if (lineEnded || lineTerminator.length == 0) {
            return false;
        }
        boolean cut = false;
        while (!accept(lineTerminator)) {
            int octet = take();
            if (octet == END) {
                return cut;
            }
            cut = true;
            if (octet == format.escape()) {
                take();
            }
        }
        return cut;
    }

    private boolean accept(byte[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (at + i == end) {
                if (ended) {
                    return false;
                }
                throw new Underflow();
            }
            if (octets[at + i] != expected[i]) {
                return false;
            }
        }
        at += expected.length;
        return true;
    }

    private int peek() {
        if (at < end) {
            return octets[at] & 0xff;
        }
        if (ended) {
            return END;
        }
        throw new Underflow();
    }

    private int take() {
        int octet = peek();
        if (octet != END) {
            at++;
        }
        return octet;
    }
}
