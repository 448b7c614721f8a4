package io.heliosdb.pg.wire.scram;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * Reads the attributes of a SCRAM message in their order (RFC 5802, section 7). Text is one char an octet, so that what
 * is signed is what was received. A message that breaks the grammar is refused with 08P01 and PostgreSQL's own words.
 */
final class MessageReader {
    /** Longest message that is read, as in PostgreSQL. */
    static final int MAX_OCTETS = 1024;

    private final String text;
    private int position;

    MessageReader(byte[] message) {
        if (message.length == 0) {
            throw malformed("The message is empty.");
        }
        if (message.length > MAX_OCTETS) {
            throw malformed("The message has " + message.length + " octets (expected: <= " + MAX_OCTETS + ").");
        }
        text = new String(message, StandardCharsets.ISO_8859_1);
        if (text.indexOf('\0') >= 0) {
            throw malformed("Message length does not match input length.");
        }
    }

    private boolean atEnd() {
        return position == text.length();
    }

    /** The character that comes next, or NUL at the end: no message contains one. */
    char peek() {
        return atEnd() ? '\0' : text.charAt(position);
    }

    char take() {
        char found = peek();
        if (found != '\0') {
            position++;
        }
        return found;
    }

    void comma() {
        if (peek() != ',') {
            throw malformed("Comma expected, but found character \"" + printable(peek()) + "\".");
        }
        position++;
    }

    /** The value of the attribute that has to stand here; the comma after it is taken too. */
    String attribute(char name) {
        if (peek() != name) {
            throw malformed("Expected attribute \"" + name + "\" but found \"" + printable(peek()) + "\".");
        }
        position++;
        return value(name);
    }

    /** The value after a gs2 flag that has one, its comma taken. */
    String valueOfFlag() {
        String value = value('p');
        if (!endsWithComma()) {
            throw malformed("Comma expected, but found character \"" + printable(peek()) + "\".");
        }
        return value;
    }

    /** Whether nothing is left, not even a comma that announced more. */
    boolean atEndOfAttributes() {
        return atEnd() && !endsWithComma();
    }

    private boolean endsWithComma() {
        return position > 0 && text.charAt(position - 1) == ',';
    }

    /** Passes over optional attributes up to the end. */
    String extensions() {
        int begin = position;
        while (!atEnd()) {
            anyAttribute();
        }
        if (endsWithComma()) {
            throw malformed("Attribute expected, but found end of string.");
        }
        return text.substring(begin, position);
    }

    /** Passes over optional attributes up to the named one, which is not taken. */
    String extensionsBefore(char name) {
        int begin = position;
        while (peek() != name) {
            anyAttribute();
        }
        return begin == position ? "" : text.substring(begin, position - 1);
    }

    private void anyAttribute() {
        char name = peek();
        if (atEnd()) {
            throw malformed("Attribute expected, but found end of string.");
        }
        if (!isLetter(name)) {
            throw malformed("Attribute expected, but found invalid character \"" + printable(name) + "\".");
        }
        position++;
        value(name);
    }

    static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private String value(char name) {
        if (peek() != '=') {
            throw malformed("Expected character \"=\" for attribute \"" + name + "\".");
        }
        position++;
        int begin = position;
        int comma = text.indexOf(',', begin);
        int end = comma < 0 ? text.length() : comma;
        position = comma < 0 ? end : comma + 1;
        return text.substring(begin, end);
    }

    /** Whether the text is a nonce: printable ASCII except the comma, at least one. */
    static boolean isNonce(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= 0x21 && c <= 0x7E && c != ',');
    }

    /** Decodes canonical base64: padded, and nothing in the bits that do not count. */
    static byte[] base64(String text, String what) {
        byte[] octets;
        try {
            octets = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw malformed(what);
        }
        if (!Base64.getEncoder().encodeToString(octets).equals(text)) {
            throw malformed(what);
        }
        return octets;
    }

    static HeliosException malformed(String detail) {
        return new HeliosException(SqlState.PROTOCOL_VIOLATION, "malformed SCRAM message")
                .with(HeliosException.Field.DETAIL, detail);
    }

    /** A character as an error message can show it. */
    static String printable(char c) {
        return c >= 0x21 && c <= 0x7E ? String.valueOf(c) : String.format(Locale.ROOT, "0x%02x", (int) c);
    }
}
