package io.heliosdb.launcher.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON object that the server answered. What is not there is empty or zero.
 *
 * @param text the JSON itself
 * @param members of the object
 */
public record Answer(String text, Map<String, Object> members) {
    static Answer of(String json) {
        Object value = JsonReader.read(json);
        return new Answer(json, members(value));
    }

    private static Map<String, Object> members(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> members = new LinkedHashMap<>();
            map.forEach((name, member) -> members.put(String.valueOf(name), member));
            return members;
        }
        return Map.of();
    }

    public String string(String name) {
        Object value = members.get(name);
        return value == null ? "" : value.toString();
    }

    public double number(String name) {
        return members.get(name) instanceof Number number ? number.doubleValue() : 0;
    }

    public long integer(String name) {
        return members.get(name) instanceof Number number ? number.longValue() : 0;
    }

    public boolean flag(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    public Answer object(String name) {
        return new Answer("", members(members.get(name)));
    }

    /** The elements of a list of objects. */
    public List<Answer> list(String name) {
        return members.get(name) instanceof List<?> list
                ? list.stream().map(element -> new Answer("", members(element))).toList()
                : List.of();
    }
}
