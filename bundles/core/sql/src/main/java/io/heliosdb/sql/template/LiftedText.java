package io.heliosdb.sql.template;

import io.heliosdb.sql.scan.TokenKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A statement whose literals are markers. A marker is found again in whatever text was made of the statement: it occurs
 * nowhere else, and no marker contains another one. That of a number is a number of the same type and size; that of a string is a word with letters of both cases, so that a rule which folds it is noticed.
 */
final class LiftedText {
    private static final HexFormat HEX = HexFormat.of();
    private static final int DIGITS = 4;
    private static final int NONCES = 10_000;
    private static final int FIRST_NONCE = 1237;
    /** Makes a number longer than 32 bits. */
    private static final String LONG = "777777777";

    /** A place in a text that was made of a marker. */
    record Occurrence(int literal, int start, int end, Form form) {}

    enum Form {
        /** The marker itself. */
        PLAIN,
        /** Its characters as octets in hexadecimal digits. */
        HEX,
        /** Something that was made of it: no value could take its place. */
        CHANGED
    }

    private final Literals literals;
    private final BitSet lifted;
    private final String text;
    private final String[] markers;
    private final String numberStem;
    private final String stringStem;
    private final String hexStem;

    /** @param pinned the numbers of the literals that stay as they are */
    LiftedText(Literals literals, BitSet pinned) {
        this.literals = literals;
        lifted = new BitSet();
        lifted.set(0, literals.count());
        lifted.andNot(pinned);
        String sql = literals.sql();
        int nonce = lifted.isEmpty() ? FIRST_NONCE : nonce(sql);
        numberStem = numberStem(nonce);
        stringStem = stringStem(nonce);
        hexStem = hex(stringStem);
        markers = new String[literals.count()];
        if (lifted.isEmpty()) {
            text = sql;
            return;
        }
        StringBuilder marked = new StringBuilder(sql.length() + literals.count() * 12);
        int copied = 0;
        for (int literal = lifted.nextSetBit(0); literal >= 0; literal = lifted.nextSetBit(literal + 1)) {
            markers[literal] = marker(literal);
            marked.append(sql, copied, literals.contentStart(literal)).append(markers[literal]);
            copied = literals.contentEnd(literal);
        }
        text = marked.append(sql, copied, sql.length()).toString();
    }

    /** A number that no part of the statement can be taken for. */
    private static int nonce(String sql) {
        String folded = sql.toLowerCase(Locale.ROOT);
        int nonce = FIRST_NONCE;
        while (folded.contains(numberStem(nonce))
                || folded.contains(stringStem(nonce).toLowerCase(Locale.ROOT))) {
            nonce = (nonce + 1) % NONCES;
        }
        return nonce;
    }

    private static String numberStem(int nonce) {
        return "1" + digits(nonce);
    }

    private static String stringStem(int nonce) {
        return "Hq" + digits(nonce) + "x";
    }

    private static String digits(int number) {
        String digits = Integer.toString(number);
        return "0".repeat(DIGITS - digits.length()) + digits;
    }

    private static String hex(String ascii) {
        return HEX.formatHex(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private String marker(int literal) {
        String number = numberStem + digits(literal);
        return switch (literals.kind(literal)) {
            case INTEGER -> literals.isLong(literal) ? number + LONG : number;
            case DECIMAL -> number + ".5";
            case FLOAT -> number + literals.exponentSign(literal) + "7";
            default -> stringStem + digits(literal) + "Z";
        };
    }

    String text() {
        return text;
    }

    Literals literals() {
        return literals;
    }

    /** The numbers of the literals that are markers here. */
    BitSet lifted() {
        return (BitSet) lifted.clone();
    }

    boolean isString(int literal) {
        TokenKind kind = literals.kind(literal);
        return kind == TokenKind.STRING || kind == TokenKind.NATIONAL_STRING;
    }

    /** The literals whose markers are in a text, whatever was made of them. */
    BitSet markersIn(CharSequence other) {
        BitSet found = new BitSet();
        if (!lifted.isEmpty()) {
            occurrences(other.toString()).forEach(occurrence -> found.set(occurrence.literal()));
        }
        return found;
    }

    /** Where markers are in a text, in its order. */
    List<Occurrence> occurrences(String other) {
        List<Occurrence> found = new ArrayList<>();
        int at = 0;
        while (!lifted.isEmpty() && at < other.length()) {
            Occurrence occurrence = null;
            if (begins(other, at, numberStem)) {
                occurrence = number(other, at);
            } else if (begins(other, at, stringStem)) {
                occurrence = string(other, at);
            } else if (begins(other, at, hexStem)) {
                occurrence = hex(other, at);
            }
            if (occurrence == null) {
                at++;
            } else {
                found.add(occurrence);
                at = occurrence.end();
            }
        }
        return found;
    }

    private static boolean begins(String other, int at, String stem) {
        return other.regionMatches(true, at, stem, 0, stem.length());
    }

    private Occurrence number(String other, int at) {
        int literal = literalAt(other, at + numberStem.length());
        if (literal < 0 || isString(literal)) {
            return null;
        }
        return other.startsWith(markers[literal], at)
                ? new Occurrence(literal, at, at + markers[literal].length(), Form.PLAIN)
                : new Occurrence(literal, at, at + numberStem.length() + DIGITS, Form.CHANGED);
    }

    private Occurrence string(String other, int at) {
        int literal = literalAt(other, at + stringStem.length());
        if (literal < 0 || !isString(literal)) {
            return null;
        }
        return other.startsWith(markers[literal], at)
                ? new Occurrence(literal, at, at + markers[literal].length(), Form.PLAIN)
                : new Occurrence(literal, at, at + stringStem.length() + DIGITS, Form.CHANGED);
    }

    private Occurrence hex(String other, int at) {
        // Digits are 30 to 39 in hexadecimal.
        StringBuilder digits = new StringBuilder();
        for (int digit = at + hexStem.length(); digits.length() < DIGITS && digit + 1 < other.length(); digit += 2) {
            digits.append(other.charAt(digit + 1));
        }
        int literal = literalAt(digits.toString(), 0);
        if (literal < 0 || !isString(literal)) {
            return null;
        }
        String marker = hex(markers[literal]);
        return begins(other, at, marker)
                ? new Occurrence(literal, at, at + marker.length(), Form.HEX)
                : new Occurrence(literal, at, at + hexStem.length() + 2 * DIGITS, Form.CHANGED);
    }

    private int literalAt(String other, int at) {
        if (at + DIGITS > other.length()) {
            return -1;
        }
        int literal = 0;
        for (int digit = at; digit < at + DIGITS; digit++) {
            int value = Character.digit(other.charAt(digit), 10);
            if (value < 0) {
                return -1;
            }
            literal = literal * 10 + value;
        }
        return lifted.get(literal) ? literal : -1;
    }
}
