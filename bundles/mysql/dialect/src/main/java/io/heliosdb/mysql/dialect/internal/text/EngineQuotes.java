package io.heliosdb.mysql.dialect.internal.text;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names and strings of any content, quoted as the engine reads them. */
public final class EngineQuotes {
    /** The engine cuts longer identifiers off ({@code NAMEDATALEN} less one), in octets. */
    private static final int IDENTIFIER_OCTETS = 63;

    private static final int HASH_DIGITS = 8;

    private EngineQuotes() {}

    public static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    public static String string(String value) {
        return '\'' + value.replace("'", "''") + '\'';
    }

    /** A string, or NULL for null. */
    public static String stringOrNull(String value) {
        return value == null ? "NULL" : string(value);
    }

    public static String array(Collection<String> values) {
        return values.stream().map(EngineQuotes::string).collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
    }

    /** The name itself where the engine keeps it whole; otherwise its beginning and a hash of all of it. */
    public static String clipped(String name) {
        if (octets(name) <= IDENTIFIER_OCTETS) {
            return name;
        }
        int end = name.length();
        while (octets(name.substring(0, end)) > IDENTIFIER_OCTETS - HASH_DIGITS - 1) {
            end = name.offsetByCodePoints(end, -1);
        }
        return name.substring(0, end) + String.format(Locale.ROOT, "_%08x", name.hashCode());
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
