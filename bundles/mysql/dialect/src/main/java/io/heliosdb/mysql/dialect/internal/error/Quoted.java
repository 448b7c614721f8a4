package io.heliosdb.mysql.dialect.internal.error;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names that a text of the engine's has between quotation marks. */
final class Quoted {
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*(?:\"\"[^\"]*)*)\"");

    private Quoted() {}

    static List<String> all(String text) {
        return QUOTED.matcher(text)
                .results()
                .map(match -> match.group(1).replace("\"\"", "\""))
                .toList();
    }

    /** The first one, or what follows the first blank where there is none. */
    static String first(String text) {
        List<String> all = all(text);
        return all.isEmpty() ? unquoted(text) : all.get(0);
    }

    static String last(String text) {
        List<String> all = all(text);
        return all.isEmpty() ? unquoted(text) : all.get(all.size() - 1);
    }

    private static final Pattern WORD = Pattern.compile("^\\w+ ([\\w$.]+)");

    private static String unquoted(String text) {
        Matcher matcher = WORD.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }
}
