package io.heliosdb.pg.dialect;

import io.netty.buffer.ByteBuf;

/** The first words of a statement, upper-cased, with white space and comments (nested ones too) passed over. */
final class LeadingWords {
    /** No keyword that anybody asks for is longer. */
    private static final int MAX_LENGTH = 16;

    private final ByteBuf sql;
    private final char[] letters = new char[MAX_LENGTH];
    private int at;
    private String word = "";

    LeadingWords(ByteBuf sql) {
        this.sql = sql;
        at = sql.readerIndex();
    }

    /** The word that {@link #next} returned last. */
    String word() {
        return word;
    }

    /** The next word; empty where no word of a keyword's form follows. */
    String next() {
        skipSpace();
        int length = 0;
        while (isLetter(octet(0))) {
            if (length == MAX_LENGTH) {
                word = "";
                return word;
            }
            letters[length++] = (char) (octet(0) & ~0x20);
            at++;
        }
        word = new String(letters, 0, length);
        return word;
    }

    private void skipSpace() {
        while (true) {
            int octet = octet(0);
            if (octet == ' ' || (octet >= '\t' && octet <= '\r') || octet == ';' || octet == '(') {
                at++;
            } else if (octet == '-' && octet(1) == '-') {
                skipLine();
            } else if (octet == '/' && octet(1) == '*') {
                skipComment();
            } else {
                return;
            }
        }
    }

    private void skipLine() {
        while (octet(0) != 0 && octet(0) != '\n') {
            at++;
        }
    }

    private void skipComment() {
        int depth = 0;
        do {
            if (octet(0) == '/' && octet(1) == '*') {
                depth++;
                at += 2;
            } else if (octet(0) == '*' && octet(1) == '/') {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && octet(0) != 0);
    }

    private int octet(int ahead) {
        return at + ahead < sql.writerIndex() ? sql.getUnsignedByte(at + ahead) : 0;
    }

    private static boolean isLetter(int octet) {
        int upper = octet & ~0x20;
        return upper >= 'A' && upper <= 'Z';
    }
}
