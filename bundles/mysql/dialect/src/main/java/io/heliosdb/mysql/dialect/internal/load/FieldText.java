package io.heliosdb.mysql.dialect.internal.load;

import io.heliosdb.mysql.dialect.internal.statement.CharacterSet;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.type.EscapedOctets;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The characters of fields in the character set of their file. */
final class FieldText {
    private static final Charset CP1252 = Charset.forName("windows-1252");
    private static final Map<String, Charset> CHARSETS = Map.of(
            "utf8mb4", StandardCharsets.UTF_8,
            "utf8mb3", StandardCharsets.UTF_8,
            "ascii", StandardCharsets.US_ASCII,
            // MySQL's latin1 is cp1252, with its holes filled.
            "latin1", StandardCharsets.ISO_8859_1,
            "binary", StandardCharsets.UTF_8);

    /** The first and the last octet where cp1252 and ISO 8859-1 differ. */
    private static final char CP1252_FIRST = '\u0080';

    private static final char CP1252_LAST = '\u009f';

    private final CharacterSet set;
    private final CharsetDecoder decoder;

    /** @throws HeliosException 1235 for a set that no file can have here */
    FieldText(CharacterSet set) {
        if (!CHARSETS.containsKey(set.name())) {
            throw Refusal.unsupported("LOAD DATA ... CHARACTER SET " + set.name());
        }
        this.set = set;
        decoder = CHARSETS.get(set.name())
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** Octets as they are, whatever the character set. */
    static String octets(byte[] field) {
        return EscapedOctets.decode(Unpooled.wrappedBuffer(field), 0, field.length);
    }

    /** @throws HeliosException 1300 for octets that are no characters of the set */
    String characters(byte[] field) {
        String text;
        try {
            text = decoder.decode(ByteBuffer.wrap(field)).toString();
        } catch (CharacterCodingException e) {
            throw Refusal.of(1300, "Invalid " + set.name() + " character string: '" + valid(field) + "'");
        }
        return set.name().equals("latin1") ? cp1252(text) : text;
    }

    private String valid(byte[] field) {
        CharBuffer out = CharBuffer.allocate(field.length);
        CoderResult ignored = decoder.reset().decode(ByteBuffer.wrap(field), out, true);
        return out.flip().toString();
    }

    private static String cp1252(String text) {
        StringBuilder characters = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= CP1252_FIRST && c <= CP1252_LAST) {
                characters = characters == null ? new StringBuilder(text) : characters;
                String meant = new String(new byte[] {(byte) c}, CP1252);
                characters.setCharAt(i, meant.equals("\uFFFD") ? c : meant.charAt(0));
            }
        }
        return characters == null ? text : characters.toString();
    }
}
