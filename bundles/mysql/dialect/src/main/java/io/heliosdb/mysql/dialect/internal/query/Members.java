package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.spi.dialect.TableColumn;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The members of an ENUM or a SET, which the engine keeps as text. MySQL sorts and counts by their numbers.
 *
 * @param type {@code enum} or {@code set}
 * @param array the engine's text of an array of them, in the order of their numbers
 */
record Members(String type, String array) {
    private static final Pattern DECLARED = Pattern.compile("(enum|set)\\s*(\\(.*\\)).*", Pattern.DOTALL);

    static Optional<Members> of(TableColumn column) {
        String declaration = column.declaration().orElse("");
        Matcher members = DECLARED.matcher(declaration.toLowerCase(Locale.ROOT));
        if (!members.matches()) {
            return Optional.empty();
        }
        // The declaration's strings are quoted as the engine quotes them, a backslash aside.
        String list = declaration.substring(members.start(2) + 1, members.end(2) - 1);
        String strings = list.indexOf('\\') >= 0 ? list.replaceAll("'((?:[^']|'')*)'", "E'$1'") : list;
        return Optional.of(new Members(members.group(1), "ARRAY[" + strings + "]::text[]"));
    }

    /** The prelude's function that gives the form in which the column keeps a value. */
    String storing() {
        return "helios_mysql." + type + "_value";
    }

    /** The prelude's function that gives the number of a value: an ENUM's index, or the bits of a SET. */
    String numbering() {
        return "helios_mysql." + type + "_number";
    }
}
