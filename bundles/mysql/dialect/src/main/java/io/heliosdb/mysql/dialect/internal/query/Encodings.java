package io.heliosdb.mysql.dialect.internal.query;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** The octets of MySQL's character sets. */
final class Encodings {
    /** By MySQL's names; its latin1 is cp1252. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("latin1", "windows-1252"),
            Map.entry("ascii", "US-ASCII"),
            Map.entry("latin2", "ISO-8859-2"),
            Map.entry("cp1250", "windows-1250"),
            Map.entry("cp1251", "windows-1251"),
            Map.entry("koi8r", "KOI8-R"),
            Map.entry("ucs2", "UTF-16BE"),
            Map.entry("utf16", "UTF-16BE"),
            Map.entry("utf32", "UTF-32BE"),
            Map.entry("big5", "Big5"),
            Map.entry("gbk", "GBK"),
            Map.entry("gb18030", "GB18030"),
            Map.entry("sjis", "Shift_JIS"),
            Map.entry("ujis", "EUC-JP"),
            Map.entry("euckr", "EUC-KR"));

    private Encodings() {}

    /** Whether the octets of a set are those that the engine has for the same characters. */
    static boolean utf8(String set) {
        return set.startsWith("utf8");
    }

    /**
     * The characters that octets are.
     *
     * @param digits hexadecimal
     * @param set lower-case
     * @return empty where they are none, or none that the engine's text can have
     */
    static Optional<String> decode(String digits, String set) {
        Charset charset = utf8(set) ? StandardCharsets.UTF_8 : Charset.forName(NAMES.get(set));
        try {
            String text = charset.newDecoder()
                    .decode(ByteBuffer.wrap(HexFormat.of().parseHex(digits)))
                    .toString();
            return Optional.of(text).filter(characters -> characters.indexOf('\0') < 0);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Whether {@link #decode} knows the set. */
    static boolean known(String set) {
        return utf8(set) || NAMES.containsKey(set);
    }
}
