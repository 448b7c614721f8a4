package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.spi.dialect.TableColumn;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form in which a column keeps a value that may be written in several: an ENUM's member by its number or in another
 * case, a SET's in any order, a YEAR in two digits, the octets of a BIT, a BINARY(n) without its zeros.
 *
 * @param function the prelude's function that makes it
 * @param argument its second argument as the engine's text, empty where it has none
 * @param takes what the function wants
 */
record StoredForm(String function, String argument, Takes takes) {
    /** What kind of value goes in. */
    enum Takes {
        /** The member as text, or its number. */
        MEMBER,
        BITS,
        OCTETS
    }

    private static final Pattern BINARY = Pattern.compile("binary\\s*\\(\\s*(\\d+)\\s*\\).*", Pattern.DOTALL);

    static Optional<StoredForm> of(TableColumn column) {
        if (column.type().equals("year")) {
            return Optional.of(new StoredForm("helios_mysql.year_value", "", Takes.MEMBER));
        }
        if (column.type().equals("bit")) {
            return Optional.of(new StoredForm("helios_mysql.bit_value", "", Takes.BITS));
        }
        String declaration = column.declaration().orElse("");
        String word = declaration.toLowerCase(Locale.ROOT);
        Matcher binary = BINARY.matcher(word);
        if (binary.matches()) {
            return Optional.of(new StoredForm("helios_mysql.binary_value", binary.group(1), Takes.OCTETS));
        }
        return Members.of(column).map(members -> new StoredForm(members.storing(), members.array(), Takes.MEMBER));
    }
}
