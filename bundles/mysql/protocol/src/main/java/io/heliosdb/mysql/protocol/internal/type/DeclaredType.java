package io.heliosdb.mysql.protocol.internal.type;

import io.heliosdb.spi.dialect.TableColumn;
import java.util.Locale;

/**
 * A column's type as its table declares it: in the words of its creator, or else by the engine's name.
 *
 * @param name lower-case, without arguments and attributes: {@code tinyint_unsigned}, {@code enum}
 * @param length its first argument, -1 where there is none
 * @param attributes what stands behind name and arguments, lower-case: {@code unsigned zerofill}
 */
record DeclaredType(String name, int length, String attributes) {
    /** Where there is no column behind a result. */
    static final DeclaredType NONE = new DeclaredType("", -1, "");

    static final DeclaredType UNSIGNED_BIGINT = new DeclaredType("bigint_unsigned", -1, "");

    private static final String PRELUDE = "helios_mysql.";

    static DeclaredType of(TableColumn column) {
        DeclaredType byEngine =
                parse(column.type().startsWith(PRELUDE) ? column.type().substring(PRELUDE.length()) : column.type());
        return column.declaration().map(DeclaredType::parse).orElse(byEngine);
    }

    private static DeclaredType parse(String words) {
        String text = words.strip().toLowerCase(Locale.ROOT);
        int end = 0;
        while (end < text.length() && isName(text.charAt(end))) {
            end++;
        }
        int close = end < text.length() && text.charAt(end) == '(' ? text.lastIndexOf(')') : -1;
        String attributes = text.substring(Math.max(end, close + 1)).strip();
        return new DeclaredType(text.substring(0, end), close < 0 ? -1 : number(text, end + 1), attributes);
    }

    private static boolean isName(char character) {
        return Character.isLetterOrDigit(character) || character == '_';
    }

    private static int number(String text, int start) {
        long value = -1;
        for (int at = start; at < text.length() && Character.isDigit(text.charAt(at)); at++) {
            value = Math.min(Math.max(value, 0) * 10 + Character.digit(text.charAt(at), 10), Integer.MAX_VALUE);
        }
        return (int) value;
    }

    boolean isNone() {
        return name.isEmpty();
    }

    boolean unsigned() {
        return name.endsWith("_unsigned") || attributes.contains("unsigned") || zerofill();
    }

    boolean zerofill() {
        return attributes.contains("zerofill");
    }

    boolean onUpdateNow() {
        return attributes.contains("on update");
    }
}
