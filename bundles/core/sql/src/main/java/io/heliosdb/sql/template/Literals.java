package io.heliosdb.sql.template;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.scan.Lexicon;
import io.heliosdb.sql.scan.Scanner;
import io.heliosdb.sql.scan.TokenKind;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Where the literals of a statement are. Its shape is the text with each of them replaced by a sign that tells its type, and
 * nothing else is changed: column labels are made of the text as it is written.
 */
final class Literals {
    /** Most literals of a statement that are lifted. */
    static final int MOST = 4096;

    /** Stands for a literal in a shape; a text that has it itself is left as it is. */
    private static final char SIGN = '\u0001';

    private static final List<String> FIRST_WORDS =
            List.of("SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "WITH", "VALUES", "TABLE");

    private static final String MOST_LONG = Long.toString(Long.MAX_VALUE);
    /** Any number of so many digits fits in 32 bits. */
    private static final int DIGITS_OF_INT = 9;

    private static final int INITIAL = 16;

    private final String sql;
    private final Lexicon lexicon;
    private TokenKind[] kinds = new TokenKind[INITIAL];
    /** The literal's begin and end with its quotes, and those of what is between them. */
    private int[] bounds = new int[INITIAL * 4];

    private int count;

    private Literals(String sql, Lexicon lexicon) {
        this.sql = sql;
        this.lexicon = lexicon;
    }

    /** The literals of a statement, none where it is no query and no manipulation of data, or no statement at all. */
    static Literals of(String sql, Lexicon lexicon) {
        Literals literals = new Literals(sql, lexicon);
        if (sql.indexOf(SIGN) < 0) {
            try {
                literals.scan();
            } catch (HeliosException e) {
                // The translator says the same, in the vendor's words.
                literals.count = 0;
            }
        }
        return literals;
    }

    private void scan() {
        Scanner scanner = new Scanner(sql, lexicon);
        TokenKind kind = scanner.next();
        while (scanner.is('(')) {
            kind = scanner.next();
        }
        if (!data(scanner)) {
            return;
        }
        while (kind != TokenKind.END) {
            if (kind.literal()) {
                add(kind, scanner.start(), scanner.end());
                if (count > MOST) {
                    count = 0;
                    return;
                }
            }
            kind = scanner.next();
        }
    }

    private static boolean data(Scanner scanner) {
        for (String word : FIRST_WORDS) {
            if (scanner.is(word)) {
                return true;
            }
        }
        return false;
    }

    private void add(TokenKind kind, int start, int end) {
        int from = start;
        int to = end;
        switch (kind) {
            case STRING, NATIONAL_STRING -> {
                char first = sql.charAt(start);
                if (!plain(first, start)) {
                    return;
                }
                from = first == '\'' || first == '"' ? start + 1 : start + 2;
                to = end - 1;
                if (MomentWord.begins(sql, from, to)) {
                    return;
                }
            }
            case INTEGER -> {
                if (based(start) || !digit(end - 1) || !inLong(start, end)) {
                    return;
                }
            }
            case DECIMAL, FLOAT -> {
                if (sql.charAt(start) == '$' || !digit(end - 1)) {
                    return;
                }
            }
            default -> {
                // Octets in digits, too: what they mean depends on what they are compared with.
                return;
            }
        }
        grow();
        kinds[count] = kind;
        int at = count * 4;
        bounds[at] = start;
        bounds[at + 1] = end;
        bounds[at + 2] = from;
        bounds[at + 3] = to;
        count++;
    }

    /** Whether it is a string in single or double quotes, perhaps with the N of a national one. */
    private boolean plain(char first, int start) {
        return first == '\'' || first == '"' || ((first == 'N' || first == 'n') && sql.charAt(start + 1) == '\'');
    }

    private boolean digit(int at) {
        return sql.charAt(at) >= '0' && sql.charAt(at) <= '9';
    }

    /** Whether it fits in 64 bits: what does not is of another type. */
    private boolean inLong(int start, int end) {
        int digits = end - start;
        return digits < MOST_LONG.length()
                || (digits == MOST_LONG.length() && sql.substring(start, end).compareTo(MOST_LONG) <= 0);
    }

    /** Whether it is an integer that may need more than 32 bits. */
    boolean isLong(int literal) {
        return contentEnd(literal) - contentStart(literal) > DIGITS_OF_INT;
    }

    private boolean based(int start) {
        return sql.charAt(start) == '0' && start + 1 < sql.length() && Character.isLetter(sql.charAt(start + 1));
    }

    private void grow() {
        if (count == kinds.length) {
            kinds = Arrays.copyOf(kinds, count * 2);
            bounds = Arrays.copyOf(bounds, count * 8);
        }
    }

    String sql() {
        return sql;
    }

    int count() {
        return count;
    }

    TokenKind kind(int literal) {
        return kinds[literal];
    }

    /** Where the literal begins, with its prefix and quotes. */
    int start(int literal) {
        return bounds[literal * 4];
    }

    int end(int literal) {
        return bounds[literal * 4 + 1];
    }

    /** Where its characters or digits begin. */
    int contentStart(int literal) {
        return bounds[literal * 4 + 2];
    }

    int contentEnd(int literal) {
        return bounds[literal * 4 + 3];
    }

    /** The letter before the exponent of a {@link TokenKind#FLOAT}. */
    char exponentSign(int literal) {
        for (int at = contentStart(literal); at < contentEnd(literal); at++) {
            if (sql.charAt(at) == 'E') {
                return 'E';
            }
        }
        return 'e';
    }

    /** What the literal means: characters, or digits. */
    String value(int literal) {
        int from = contentStart(literal);
        int to = contentEnd(literal);
        if (kinds[literal] != TokenKind.STRING && kinds[literal] != TokenKind.NATIONAL_STRING) {
            return sql.substring(from, to);
        }
        char quote = sql.charAt(to);
        for (int at = from; at < to; at++) {
            char c = sql.charAt(at);
            if (c == '\\' || c == quote) {
                Scanner scanner = new Scanner(sql, lexicon);
                scanner.seek(start(literal));
                scanner.next();
                return scanner.value();
            }
        }
        return sql.substring(from, to);
    }

    /**
     * The text without the literals.
     *
     * @param pinned the numbers of those that stay as they are
     */
    String shape(BitSet pinned) {
        if (count == 0 || pinned.cardinality() == count) {
            return sql;
        }
        StringBuilder shape = new StringBuilder(sql.length());
        int copied = 0;
        for (int literal = 0; literal < count; literal++) {
            if (!pinned.get(literal)) {
                shape.append(sql, copied, contentStart(literal)).append(SIGN);
                switch (kinds[literal]) {
                    case INTEGER -> shape.append(isLong(literal) ? 'l' : 'i');
                    case DECIMAL -> shape.append('d');
                    case FLOAT -> shape.append(exponentSign(literal));
                    default -> {}
                }
                copied = contentEnd(literal);
            }
        }
        return shape.append(sql, copied, sql.length()).toString();
    }
}
