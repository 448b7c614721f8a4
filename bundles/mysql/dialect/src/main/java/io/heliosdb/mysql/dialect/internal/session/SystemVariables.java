package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.session.SystemVariable.BooleanType;
import io.heliosdb.mysql.dialect.internal.session.SystemVariable.EnumerationType;
import io.heliosdb.mysql.dialect.internal.session.SystemVariable.IntegerType;
import io.heliosdb.mysql.dialect.internal.session.SystemVariable.RealType;
import io.heliosdb.mysql.dialect.internal.session.SystemVariable.Scope;
import io.heliosdb.mysql.dialect.internal.session.SystemVariable.StringType;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The system variables that there are, from {@code system-variables.txt}. */
final class SystemVariables {
    private static final String RESOURCE = "system-variables.txt";
    private static final Map<String, SystemVariable> ALL = load();

    private SystemVariables() {}

    /** Ordered by name. */
    static Collection<SystemVariable> all() {
        return ALL.values();
    }

    static boolean exists(String name) {
        return ALL.containsKey(name);
    }

    /** @param name lower-case */
    static SystemVariable get(String name) {
        SystemVariable variable = ALL.get(name);
        if (variable == null) {
            throw Refusal.of(1193, "Unknown system variable '" + name + "'");
        }
        return variable;
    }

    private static Map<String, SystemVariable> load() {
        Map<String, SystemVariable> variables = new TreeMap<>();
        try (InputStream resource = SystemVariables.class.getResourceAsStream(RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    SystemVariable variable = variable(line);
                    variables.put(variable.name(), variable);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
        return variables;
    }

    private static SystemVariable variable(String line) {
        List<String> cells = cells(line);
        String scope = cells.get(1);
        boolean readOnly = scope.endsWith("-");
        SystemVariable.Type type = type(cells.get(2));
        String value = cells.get(3);
        boolean isNull = type instanceof StringType string && string.nullable() && value.equals("NULL");
        return new SystemVariable(cells.get(0), scope(scope), readOnly, type, isNull ? null : value);
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        int start = 0;
        for (int bar = line.indexOf('|'); bar >= 0; bar = line.indexOf('|', start)) {
            cells.add(line.substring(start, bar).strip());
            start = bar + 1;
        }
        cells.add(line.substring(start).strip());
        return cells;
    }

    private static Scope scope(String cell) {
        if (cell.startsWith("global")) {
            return Scope.GLOBAL;
        }
        return cell.startsWith("session") ? Scope.SESSION : Scope.BOTH;
    }

    private static SystemVariable.Type type(String cell) {
        String[] words = cell.split(" ", -1);
        return switch (words[0]) {
            case "boolean" -> new BooleanType();
            case "integer" -> new IntegerType(new BigInteger(words[1]), new BigInteger(words[2]));
            case "real" -> new RealType();
            case "enum" -> new EnumerationType(List.of(words[1].split(",", -1)));
            case "string" -> new StringType(false);
            case "nullable" -> new StringType(true);
            default -> throw new IllegalStateException("no type of a system variable: " + cell);
        };
    }
}
