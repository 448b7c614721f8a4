package io.heliosdb.sql.parameter;

import io.heliosdb.sql.scan.ParameterStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A statement with parameters in a driver's style.
 *
 * @param text as the driver takes it
 * @param style of its marks
 * @param parameters for each value that the driver takes, in its order, the number of the internal parameter, from 0; a
 *     parameter that occurs twice is there twice if the style is {@link ParameterStyle#positional()}
 * @param names of those values; digits where the style has no names
 */
public record ClientStatement(String text, ParameterStyle style, List<Integer> parameters, List<String> names) {
    public ClientStatement {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(style, "style");
        parameters = List.copyOf(parameters);
        names = List.copyOf(names);
    }

    /** The values in the driver's order, from those of {@code $1}, {@code $2}, … */
    public <V> List<V> values(List<V> internal) {
        List<V> values = new ArrayList<>(parameters.size());
        parameters.forEach(number -> values.add(internal.get(number)));
        return values;
    }

    /** The values by the driver's names, from those of {@code $1}, {@code $2}, … */
    public <V> Map<String, V> namedValues(List<V> internal) {
        Map<String, V> values = new LinkedHashMap<>();
        for (int at = 0; at < parameters.size(); at++) {
            values.put(names.get(at), internal.get(parameters.get(at)));
        }
        return values;
    }
}
