package io.heliosdb.sql.parameter;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A statement in the internal form, which is the engine's: its parameters are {@code $1}, {@code $2}, … Each is one value,
 * however often it occurs.
 *
 * @param text a percent sign in it is a percent sign
 * @param names for each of {@code $1}, {@code $2}, … the client's name of it; its number in digits where it has no name
 */
public record ParameterizedStatement(String text, List<String> names) {
    public ParameterizedStatement {
        Objects.requireNonNull(text, "text");
        names = List.copyOf(names);
    }

    /** How many values the statement takes. */
    public int count() {
        return names.size();
    }

    /** Whether the client's parameters have names. */
    public boolean isNamed() {
        return names.stream().anyMatch(name -> !Character.isDigit(name.charAt(0)));
    }

    /**
     * The values of {@code $1}, {@code $2}, …
     *
     * @param values in the order of the client's marks, or of their numbers
     * @throws HeliosException 08P01 unless there are as many as the statement takes, and none of them has a name
     */
    public <V> List<V> values(List<V> values) {
        if (isNamed()) {
            throw new HeliosException(
                    SqlState.PROTOCOL_VIOLATION,
                    "parameters have names (\"" + names.get(0) + "\"), their values have none");
        }
        if (values.size() != names.size()) {
            throw new HeliosException(
                    SqlState.PROTOCOL_VIOLATION, "parameters: " + values.size() + " (expected: " + names.size() + ")");
        }
        return values;
    }

    /**
     * The values of {@code $1}, {@code $2}, …
     *
     * @param values by name; those that the statement does not name are left out
     * @throws HeliosException 08P01 where one is missing
     */
    public <V> List<V> values(Map<String, V> values) {
        List<V> ordered = new ArrayList<>(names.size());
        for (String name : names) {
            if (!values.containsKey(name)) {
                throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "no value for parameter \"" + name + "\"");
            }
            ordered.add(values.get(name));
        }
        return ordered;
    }
}
