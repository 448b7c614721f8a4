package io.heliosdb.launcher.configuration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.ObjectClassDefinition;

/**
 * The lines of a configuration file, checked against what the component says it takes.
 *
 * @param values typed, for ConfigAdmin
 * @param refused one line for each key that is unknown or has a value that the component does not take
 */
record Settings(Map<String, Object> values, List<String> refused) {
    private static final Pattern LIST_SEPARATOR = Pattern.compile("\\s*,\\s*");

    /**
     * @param lines key and value as written
     * @param previous the settings in force; a refused value leaves the key's previous one, or its default where there
     *     is none
     */
    static Settings check(Map<String, String> lines, ObjectClassDefinition definition, Map<String, ?> previous) {
        Map<String, AttributeDefinition> known = new TreeMap<>();
        for (AttributeDefinition attribute : definition.getAttributeDefinitions(ObjectClassDefinition.ALL)) {
            known.put(attribute.getID(), attribute);
        }
        Map<String, Object> values = new TreeMap<>();
        List<String> refused = new ArrayList<>();
        lines.forEach((key, text) -> {
            AttributeDefinition attribute = known.get(key);
            if (attribute == null) {
                refused.add("unknown key " + key + " (known: " + String.join(", ", known.keySet()) + ")");
                return;
            }
            try {
                values.put(key, typed(text, attribute));
            } catch (IllegalArgumentException e) {
                refused.add(key + " = " + shown(text, attribute) + " (expected: " + e.getMessage() + ")");
                if (previous.get(key) != null) {
                    values.put(key, previous.get(key));
                }
            }
        });
        return new Settings(values, List.copyOf(refused));
    }

    private static String shown(String text, AttributeDefinition attribute) {
        return attribute.getType() == AttributeDefinition.PASSWORD ? "…" : text;
    }

    private static Object typed(String text, AttributeDefinition attribute) {
        if (attribute.getCardinality() == 0) {
            return scalar(text, attribute);
        }
        List<Object> elements = text.isEmpty()
                ? List.of()
                : Arrays.stream(LIST_SEPARATOR.split(text, -1))
                        .map(element -> scalar(element, attribute))
                        .collect(Collectors.toList());
        return elements.toArray((Object[]) java.lang.reflect.Array.newInstance(type(attribute), elements.size()));
    }

    private static Object scalar(String text, AttributeDefinition attribute) {
        Object value =
                switch (attribute.getType()) {
                    case AttributeDefinition.INTEGER -> number(text, "a whole number", Integer::valueOf);
                    case AttributeDefinition.LONG -> number(text, "a whole number", Long::valueOf);
                    case AttributeDefinition.DOUBLE -> number(text, "a number", Double::valueOf);
                    case AttributeDefinition.BOOLEAN -> bool(text);
                    default -> text;
                };
        String[] options = attribute.getOptionValues();
        if (options != null && !Arrays.asList(options).contains(text)) {
            throw new IllegalArgumentException("one of " + String.join(", ", options));
        }
        String problem = attribute.validate(text);
        if (problem != null && !problem.isEmpty()) {
            throw new IllegalArgumentException(problem);
        }
        return value;
    }

    private static Class<?> type(AttributeDefinition attribute) {
        return switch (attribute.getType()) {
            case AttributeDefinition.INTEGER -> Integer.class;
            case AttributeDefinition.LONG -> Long.class;
            case AttributeDefinition.DOUBLE -> Double.class;
            case AttributeDefinition.BOOLEAN -> Boolean.class;
            default -> String.class;
        };
    }

    private static Object number(String text, String expected, Function<String, Object> parser) {
        try {
            return parser.apply(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(expected, e);
        }
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false");
        };
    }
}
