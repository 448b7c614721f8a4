package io.heliosdb.launcher;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Writes the little JSON that the launcher has to say. */
public final class Json {
    private Json() {}

    public static String array(List<? extends Map<String, ?>> objects) {
        StringJoiner elements = new StringJoiner(",", "[", "]");
        objects.forEach(object -> elements.add(object(object)));
        return elements.toString();
    }

    /** @param members texts, numbers, booleans, lists and further maps, in the order of the map */
    public static String object(Map<String, ?> members) {
        StringJoiner text = new StringJoiner(",", "{", "}");
        members.forEach((name, value) -> text.add(quote(name) + ":" + value(value)));
        return text.toString();
    }

    private static String value(Object value) {
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof Map<?, ?> members) {
            @SuppressWarnings("unchecked") // all our maps have texts for keys
            Map<String, ?> typed = (Map<String, ?>) members;
            return object(typed);
        }
        if (value instanceof List<?> elements) {
            StringJoiner text = new StringJoiner(",", "[", "]");
            elements.forEach(element -> text.add(value(element)));
            return text.toString();
        }
        return quote(String.valueOf(value));
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
