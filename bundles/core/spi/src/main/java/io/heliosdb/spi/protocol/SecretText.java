package io.heliosdb.spi.protocol;

import io.netty.buffer.ByteBuf;

/**
 * Finds the passwords in SQL that sets them ({@code ALTER ROLE … PASSWORD '…'}, {@code CREATE USER … IDENTIFIED BY '…'}),
 * octet by octet, so that a statement may come in pieces. It looks for a word and not for statements, which keeps it right
 * where the SQL is wrong: from the first literal after {@code password} or {@code identified} on, everything to the end of the
 * statement counts as secret; where the word itself stands in a literal, everything after it.
 */
public final class SecretText {
    /** The last eight letters of the words, as eight octets. */
    private static final long PASSWORD = word("password");

    private static final long IDENTIFIED = word("entified");

    private enum State {
        HARMLESS,
        MENTIONED,
        DOLLAR,
        SECRET
    }

    private final boolean doubleQuotes;
    private long window;
    private boolean literal;
    private State state = State.HARMLESS;

    /** @param doubleQuotes whether they are around literals too, as in MySQL */
    public SecretText(boolean doubleQuotes) {
        this.doubleQuotes = doubleQuotes;
    }

    /** Whether a text speaks of a secret. */
    public static boolean isMentioned(ByteBuf text, int index, int length) {
        long window = 0;
        for (int at = index; at < index + length; at++) {
            window = slide(window, text.getByte(at));
            if (window == PASSWORD || window == IDENTIFIED) {
                return true;
            }
        }
        return false;
    }

    /** A statement begins. */
    public void begin() {
        window = 0;
        literal = false;
        state = State.HARMLESS;
    }

    /** Whether anything of the statement was secret so far. */
    public boolean foundAny() {
        return state == State.SECRET;
    }

    /** Masks what is secret of the next piece of the statement, in place. */
    public void mask(ByteBuf text, int index, int length) {
        for (int at = index; at < index + length; at++) {
            if (state == State.SECRET) {
                TracedMessages.mask(text, at, index + length - at);
                return;
            }
            byte octet = text.getByte(at);
            switch (state) {
                case HARMLESS -> look(octet);
                case MENTIONED -> state = afterMention(octet);
                default -> {
                    if (octet >= '0' && octet <= '9') { // a parameter
                        state = State.MENTIONED;
                    } else { // PostgreSQL's $$literal$$ or $tag$literal$tag$
                        state = State.SECRET;
                        text.setByte(at, TracedMessages.MASK);
                    }
                }
            }
        }
    }

    private void look(byte octet) {
        literal ^= isQuote(octet);
        window = slide(window, octet);
        if (window == PASSWORD || window == IDENTIFIED) {
            state = literal ? State.SECRET : State.MENTIONED;
        }
    }

    private State afterMention(byte octet) {
        if (isQuote(octet)) {
            return State.SECRET;
        }
        return octet == '$' ? State.DOLLAR : State.MENTIONED;
    }

    private boolean isQuote(byte octet) {
        return octet == '\'' || (doubleQuotes && octet == '"');
    }

    private static long slide(long window, byte octet) {
        int letter = octet >= 'A' && octet <= 'Z' ? octet | 0x20 : octet & 0xff;
        return (window << Byte.SIZE) | letter;
    }

    private static long word(String letters) {
        long word = 0;
        for (int at = 0; at < letters.length(); at++) {
            word = slide(word, (byte) letters.charAt(at));
        }
        return word;
    }
}
