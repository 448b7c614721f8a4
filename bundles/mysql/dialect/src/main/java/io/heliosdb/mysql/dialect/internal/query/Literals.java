package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.spi.type.EscapedOctets;
import io.heliosdb.sql.rewrite.EngineText;
import io.heliosdb.sql.rewrite.tree.Expression;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** MySQL's literals in the forms that the engine takes them. */
final class Literals {
    private static final Pattern NUMBER = Pattern.compile("\\s*[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?\\s*");
    private static final Pattern INTEGER = Pattern.compile("\\s*[-+]?\\d+\\s*");
    private static final Pattern ZERO_DATE = Pattern.compile("0000-00-00([ T].*)?");
    private static final Pattern ZERO_IN_DATE = Pattern.compile("\\d{4}-(00-\\d\\d|\\d\\d-00)([ T].*)?");

    private Literals() {}

    /** Whether a string is a number from its begin to its end. */
    static boolean number(String value) {
        return NUMBER.matcher(value).matches();
    }

    /** Whether a string is an integer from its begin to its end. */
    static boolean integer(String value) {
        return INTEGER.matcher(value).matches();
    }

    static boolean zeroDate(String value) {
        return ZERO_DATE.matcher(value).matches();
    }

    static boolean zeroInDate(String value) {
        return !zeroDate(value) && ZERO_IN_DATE.matcher(value).matches();
    }

    /** A number as the engine writes it: digits without a sign of their own where that is possible. */
    static String numeral(String text) {
        String trimmed = text.trim();
        if (trimmed.indexOf('e') >= 0 || trimmed.indexOf('E') >= 0) {
            return "'" + trimmed + "'::double precision";
        }
        return trimmed;
    }

    static String octetsAsNumber(String digits) {
        return digits.isEmpty() ? "0" : new BigInteger(digits, 16).toString();
    }

    static String bitsAsNumber(String bits) {
        return bits.isEmpty() ? "0" : new BigInteger(bits, 2).toString();
    }

    /** Bits as hexadecimal digits, filled up with zeros in front. */
    static String bitsAsOctets(String bits) {
        int octets = (bits.length() + 7) / 8;
        String digits = bits.isEmpty() ? "" : new BigInteger(bits, 2).toString(16);
        return "0".repeat(Math.max(0, octets * 2 - digits.length())) + digits;
    }

    static void bytea(EngineText out, String digits) {
        out.add("'\\x").add(digits).add("'::bytea");
    }

    /** The octets of a string: its characters in UTF-8, and what was no UTF-8 as it was. */
    static String digits(String value) {
        return HexFormat.of().formatHex(EscapedOctets.encode(value));
    }

    /** The characters that octets are in UTF-8, where they are any. */
    static Optional<String> characters(String digits) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(HexFormat.of().parseHex(digits)))
                    .toString();
            return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Whether a literal is one of octets: it says so, or the engine's text cannot have what it holds. */
    static boolean binary(Expression e) {
        return e instanceof Expression.Octets
                || e instanceof Expression.Bits
                || (e instanceof Expression.Text text
                        && (text.charset().filter("binary"::equals).isPresent() || unspeakable(text.value())));
    }

    private static boolean unspeakable(String value) {
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c == '\0' || (Character.isLowSurrogate(c) && EscapedOctets.isEscaped(value, at))) {
                return true;
            }
        }
        return false;
    }

    /** The octets of a literal that is {@link #binary}. */
    static String octets(Expression e) {
        if (e instanceof Expression.Octets octets) {
            return octets.digits();
        }
        return e instanceof Expression.Bits bits ? bitsAsOctets(bits.bits()) : digits(((Expression.Text) e).value());
    }
}
