package io.heliosdb.mysql.protocol.internal.type;

import io.heliosdb.spi.type.EscapedOctets;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A character set as clients choose it, by name or by the number of a collation
 * ({@code information_schema.collations}).
 */
public enum CharacterSet {
    UTF8MB4("utf8mb4", 255, "utf8mb4_0900_ai_ci", 4),
    UTF8MB3("utf8mb3", 33, "utf8mb3_general_ci", 3),
    LATIN1("latin1", 8, "latin1_swedish_ci", 1),
    ASCII("ascii", 11, "ascii_general_ci", 1),
    /** No conversion. */
    BINARY("binary", 63, "binary", 1);

    private static final Map<String, CharacterSet> BY_NAME =
            Stream.of(values()).collect(Collectors.toMap(set -> set.label, Function.identity()));

    private static final int LATIN1_FIRST_SPECIAL = 0x80;

    /** What latin1, which is cp1252, has between 0x80 and 0x9f; what cp1252 leaves out stands for itself. */
    private static final String LATIN1_SPECIALS =
            "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039"
                    + "\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d"
                    + "\u017e\u0178";

    private static final byte SUBSTITUTE = '?';

    private final String label;
    private final int collation;
    private final String collationName;
    private final int mostBytes;

    CharacterSet(String label, int collation, String collationName, int mostBytes) {
        this.label = label;
        this.collation = collation;
        this.collationName = collationName;
        this.mostBytes = mostBytes;
    }

    /** By MySQL's name; {@code utf8} is utf8mb3. */
    public static Optional<CharacterSet> of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(BY_NAME.get(lower.equals("utf8") ? UTF8MB3.label : lower));
    }

    /** By the number of a collation; the server's own for one that is not known, as MySQL does. */
    public static CharacterSet ofCollation(int id) {
        return switch (id) {
            case 5, 8, 15, 31, 47, 48, 49, 94 -> LATIN1;
            case 11, 65 -> ASCII;
            case 33, 76, 83, 223 -> UTF8MB3;
            case 63 -> BINARY;
            default -> id >= 192 && id <= 215 ? UTF8MB3 : UTF8MB4;
        };
    }

    /** MySQL's name of it. */
    public String label() {
        return label;
    }

    /** The number of its default collation. */
    public int collation() {
        return collation;
    }

    /** The name of a collation of this set; that of the default one where the number is not known. */
    public String collationName(int id) {
        return switch (id) {
            case 45 -> "utf8mb4_general_ci";
            case 46 -> "utf8mb4_bin";
            case 47 -> "latin1_bin";
            case 65 -> "ascii_bin";
            case 83 -> "utf8mb3_bin";
            case 192 -> "utf8mb3_unicode_ci";
            case 224 -> "utf8mb4_unicode_ci";
            case 246 -> "utf8mb4_unicode_520_ci";
            case 278 -> "utf8mb4_0900_as_cs";
            case 305 -> "utf8mb4_0900_as_ci";
            case 309 -> "utf8mb4_0900_bin";
            default -> collationName;
        };
    }

    /** Octets of a character at most. */
    public int mostBytes() {
        return mostBytes;
    }

    /** Whether the engine's octets, which are UTF-8, are already right. */
    public boolean isUtf8() {
        return this == UTF8MB4 || this == UTF8MB3 || this == BINARY;
    }

    /** Decodes octets, all of them, without moving an index. */
    public String decode(ByteBuf octets, int index, int length) {
        if (this != LATIN1) {
            return EscapedOctets.decode(octets, index, length);
        }
        char[] text = new char[length];
        for (int at = 0; at < length; at++) {
            text[at] = latin1(octets.getByte(index + at) & 0xff);
        }
        return new String(text);
    }

    private static char latin1(int octet) {
        int special = octet - LATIN1_FIRST_SPECIAL;
        return special >= 0 && special < LATIN1_SPECIALS.length() ? LATIN1_SPECIALS.charAt(special) : (char) octet;
    }

    /** Encodes text; a character that the set does not have becomes a question mark. */
    public byte[] encode(String text) {
        return switch (this) {
            case LATIN1 -> latin1(text);
            case ASCII -> text.getBytes(StandardCharsets.US_ASCII);
            default -> text.getBytes(StandardCharsets.UTF_8);
        };
    }

    private static byte[] latin1(String text) {
        byte[] octets = new byte[text.codePointCount(0, text.length())];
        int at = 0;
        for (int index = 0; index < text.length(); at++) {
            int character = text.codePointAt(index);
            index += Character.charCount(character);
            boolean itself = character < LATIN1_FIRST_SPECIAL || (character >= 0xa0 && character <= 0xff);
            int special = itself ? -1 : LATIN1_SPECIALS.indexOf(character);
            octets[at] =
                    itself ? (byte) character : special >= 0 ? (byte) (LATIN1_FIRST_SPECIAL + special) : SUBSTITUTE;
        }
        return octets;
    }
}
