package io.heliosdb.sql.template;

import io.heliosdb.spi.type.EscapedOctets;
import io.heliosdb.sql.scan.Lexicon;
import io.heliosdb.sql.scan.Scanner;
import io.heliosdb.sql.scan.TokenKind;
import io.heliosdb.sql.template.LiftedText.Form;
import io.heliosdb.sql.template.LiftedText.Occurrence;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;

/** One engine statement as pieces of text with the client's literals between them. */
final class TextTemplate {
    private static final HexFormat HEX = HexFormat.of();

    /** The engine cuts an identifier after 63 octets ({@code NAMEDATALEN}): a megabyte's label need not travel. */
    private static final int NAME_CHARACTERS = 64;

    /** How a literal stands in the engine's text. */
    private enum Place {
        /** Digits, as they are. */
        NUMBER,
        /** In a string, its quotes doubled. */
        STRING,
        /** In a string with backslash escapes. */
        ESCAPE_STRING,
        /** In a string, as octets in hexadecimal digits. */
        HEX,
        /** In a quoted identifier, by its value. */
        IDENTIFIER,
        /** In a quoted identifier, as the client wrote it, quotes and all: a label made of the client's text. */
        SOURCE
    }

    private final String[] pieces;
    private final int[] literals;
    private final Place[] places;
    private final int length;

    private TextTemplate(List<String> pieces, List<Integer> literals, List<Place> places) {
        this.pieces = pieces.toArray(String[]::new);
        this.literals = literals.stream().mapToInt(Integer::intValue).toArray();
        this.places = places.toArray(Place[]::new);
        length = pieces.stream().mapToInt(String::length).sum();
    }

    /** Characters that it keeps. */
    int length() {
        return length;
    }

    boolean isConstant() {
        return literals.length == 0;
    }

    /**
     * Puts the literals of a statement of the same shape into the text.
     *
     * @return null where the engine's text cannot have such a literal at its place; its own translation says why
     */
    String render(Literals values) {
        if (isConstant()) {
            return pieces[0];
        }
        StringBuilder text = new StringBuilder(length + values.sql().length());
        for (int slot = 0; slot < literals.length; slot++) {
            text.append(pieces[slot]);
            if (!append(text, places[slot], literals[slot], values)) {
                return null;
            }
        }
        return text.append(pieces[literals.length]).toString();
    }

    private static boolean append(StringBuilder text, Place place, int literal, Literals values) {
        switch (place) {
            case NUMBER -> text.append(values.sql(), values.contentStart(literal), values.contentEnd(literal));
            case HEX -> HEX.formatHex(text, EscapedOctets.encode(values.value(literal)));
            case SOURCE -> {
                int start = values.contentStart(literal) - 1;
                String source = values.sql().substring(start, Math.min(values.end(literal), start + NAME_CHARACTERS));
                return escaped(text, source, '"', false);
            }
            case IDENTIFIER -> {
                String value = values.value(literal);
                return !value.isEmpty()
                        && escaped(text, value.substring(0, Math.min(value.length(), NAME_CHARACTERS)), '"', false);
            }
            case STRING -> {
                return escaped(text, values.value(literal), '\'', false);
            }
            case ESCAPE_STRING -> {
                return escaped(text, values.value(literal), '\'', true);
            }
        }
        return true;
    }

    /** Appends a value with quotes doubled; false where the engine's text cannot have it: NUL, and octets of no character. */
    private static boolean escaped(StringBuilder text, String value, char quote, boolean backslashes) {
        int copied = 0;
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c == quote || (backslashes && c == '\\')) {
                text.append(value, copied, at).append(c);
                copied = at;
            } else if (c == '\0' || (Character.isLowSurrogate(c) && EscapedOctets.isEscaped(value, at))) {
                return false;
            }
        }
        text.append(value, copied, value.length());
        return true;
    }

    /** Takes the engine's text of a lifted statement apart. */
    static final class Reader {
        private final LiftedText lifted;
        /** Literals that came out as values. */
        private final BitSet found = new BitSet();
        /** Literals that came out where, or as, no other value could. */
        private final BitSet spoiled = new BitSet();

        Reader(LiftedText lifted) {
            this.lifted = lifted;
        }

        /** The literals whose own values the translation needs after all. */
        BitSet unusable() {
            BitSet unusable = lifted.lifted();
            unusable.andNot(found);
            unusable.or(spoiled);
            return unusable;
        }

        /** Spoils what is in a text that has no places for literals. */
        void refuse(String text) {
            spoiled.or(lifted.markersIn(text));
        }

        TextTemplate read(String text) {
            List<String> pieces = new ArrayList<>();
            List<Integer> literals = new ArrayList<>();
            List<Place> places = new ArrayList<>();
            StringBuilder piece = new StringBuilder();
            boolean constant = lifted.lifted().isEmpty();
            Scanner scanner = new Scanner(text, Lexicon.POSTGRESQL);
            while (!constant && scanner.nextOrTrivia() != TokenKind.END) {
                String token = scanner.text();
                int copied = 0;
                for (Occurrence occurrence : lifted.occurrences(token)) {
                    Place place = place(scanner.kind(), token, occurrence);
                    if (place == null) {
                        spoiled.set(occurrence.literal());
                        continue;
                    }
                    if (scanner.kind() != TokenKind.QUOTED_IDENTIFIER) {
                        // A label says what the client wrote, and not that nothing was made of it elsewhere.
                        found.set(occurrence.literal());
                    }
                    boolean source = place == Place.SOURCE;
                    piece.append(
                            token,
                            copied,
                            source ? occurrence.start() - quoteLength(token, occurrence) : occurrence.start());
                    pieces.add(piece.toString());
                    piece.setLength(0);
                    literals.add(occurrence.literal());
                    places.add(place);
                    copied = source ? occurrence.end() + quoteLength(token, occurrence) : occurrence.end();
                }
                piece.append(token, copied, token.length());
            }
            pieces.add(constant ? text : piece.toString());
            return new TextTemplate(pieces, literals, places);
        }

        /** How a value takes the place of a marker; null where it cannot. */
        private Place place(TokenKind kind, String token, Occurrence occurrence) {
            boolean string = lifted.isString(occurrence.literal());
            if (occurrence.form() == Form.CHANGED) {
                return null;
            }
            return switch (kind) {
                case INTEGER, DECIMAL, FLOAT ->
                    occurrence.end() - occurrence.start() == token.length() ? Place.NUMBER : null;
                case STRING -> inString(token, occurrence, string);
                case QUOTED_IDENTIFIER -> inIdentifier(token, occurrence, string);
                default -> null;
            };
        }

        private Place inString(String token, Occurrence occurrence, boolean string) {
            char prefix = token.charAt(0);
            boolean escapes = prefix == 'E' || prefix == 'e';
            if (prefix != '\'' && !escapes) {
                return null;
            }
            if (occurrence.form() == Form.HEX) {
                return Place.HEX;
            }
            if (!string) {
                return Place.NUMBER;
            }
            if (quoteLength(token, occurrence) > 0) {
                // SQL text in a string: the rule took the literal as it is written.
                return null;
            }
            return escapes ? Place.ESCAPE_STRING : Place.STRING;
        }

        private Place inIdentifier(String token, Occurrence occurrence, boolean string) {
            if (token.charAt(0) != '"' || occurrence.form() == Form.HEX) {
                return null;
            }
            if (!string) {
                return Place.NUMBER;
            }
            return quoteLength(token, occurrence) > 0 ? Place.SOURCE : Place.IDENTIFIER;
        }

        /** Characters of the client's quote in the token on each side of a marker, 0 where it is not there. */
        private int quoteLength(String token, Occurrence occurrence) {
            Literals literals = lifted.literals();
            char quote = literals.sql().charAt(literals.contentEnd(occurrence.literal()));
            char own = token.charAt(token.length() - 1);
            String written = quote == own ? String.valueOf(quote).repeat(2) : String.valueOf(quote);
            boolean before = token.startsWith(written, occurrence.start() - written.length());
            boolean inside =
                    occurrence.start() - written.length() > 0 && occurrence.end() + written.length() < token.length();
            return before && inside && token.startsWith(written, occurrence.end()) ? written.length() : 0;
        }
    }
}
