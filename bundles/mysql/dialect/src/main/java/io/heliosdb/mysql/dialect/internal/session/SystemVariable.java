package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.query.SessionValue;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.spi.error.HeliosException;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A system variable of MySQL.
 *
 * @param name lower-case
 * @param defaultValue as SHOW VARIABLES prints it; null for NULL
 */
record SystemVariable(String name, Scope scope, boolean readOnly, Type type, String defaultValue) {
    /** Where it has values. */
    enum Scope {
        GLOBAL,
        SESSION,
        BOTH
    }

    /** What it takes. */
    sealed interface Type permits BooleanType, IntegerType, RealType, StringType, EnumerationType {}

    record BooleanType() implements Type {}

    record IntegerType(BigInteger minimum, BigInteger maximum) implements Type {}

    record RealType() implements Type {}

    record StringType(boolean nullable) implements Type {}

    record EnumerationType(List<String> values) implements Type {
        EnumerationType {
            values = List.copyOf(values);
        }
    }

    SystemVariable {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(type, "type");
    }

    boolean hasSession() {
        return scope != Scope.GLOBAL;
    }

    boolean hasGlobal() {
        return scope != Scope.SESSION;
    }

    /** The value as an expression reads it: booleans are numbers. */
    SessionValue value(String shown) {
        if (type instanceof BooleanType) {
            return SessionValue.of("ON".equals(shown) ? 1 : 0);
        }
        if (type instanceof IntegerType) {
            return new SessionValue(fitsLong(shown) ? "bigint" : "numeric", shown);
        }
        return type instanceof RealType ? new SessionValue("double precision", shown) : SessionValue.of(shown);
    }

    private static boolean fitsLong(String digits) {
        return new BigInteger(digits).bitLength() < Long.SIZE;
    }

    /**
     * What the variable becomes.
     *
     * @throws HeliosException 1231 for a value that it cannot have, 1232 for one of the wrong type
     */
    Accepted accept(SessionValue given) {
        if (type instanceof BooleanType) {
            return Accepted.of(accepted(given, flag(given)));
        }
        if (type instanceof IntegerType range) {
            return number(given, range);
        }
        if (type instanceof RealType) {
            return Accepted.of(numeric(given) ? given.text() : wrongType());
        }
        if (type instanceof EnumerationType enumeration) {
            return Accepted.of(accepted(given, member(given, enumeration.values())));
        }
        boolean nullable = type instanceof StringType string && string.nullable();
        if (given.text() == null && !nullable) {
            throw wrongValue(given);
        }
        return Accepted.of(given.text());
    }

    /**
     * A value that was accepted.
     *
     * @param shown as SHOW VARIABLES prints it
     * @param truncated whether it is another one than was asked for
     */
    record Accepted(String shown, boolean truncated) {
        static Accepted of(String shown) {
            return new Accepted(shown, false);
        }
    }

    private String accepted(SessionValue given, String value) {
        if (value == null) {
            throw wrongValue(given);
        }
        return value;
    }

    private static String flag(SessionValue given) {
        if (given.text() == null) {
            return null;
        }
        return switch (given.text().toUpperCase(Locale.ROOT)) {
            case "1", "ON", "TRUE", "T" -> "ON";
            case "0", "OFF", "FALSE", "F" -> "OFF";
            default -> null;
        };
    }

    private static String member(SessionValue given, List<String> values) {
        if (given.text() == null) {
            return null;
        }
        if (numeric(given)) {
            int index = given.text().length() > 3 ? values.size() : Integer.parseInt(given.text());
            return index < values.size() ? values.get(index) : null;
        }
        return values.stream()
                .filter(value -> value.equalsIgnoreCase(given.text()))
                .findFirst()
                .orElse(null);
    }

    private Accepted number(SessionValue given, IntegerType range) {
        if (!numeric(given) || !given.text().matches("[+-]?\\d+")) {
            return Accepted.of(wrongType());
        }
        BigInteger asked = new BigInteger(given.text());
        BigInteger kept = asked.max(range.minimum()).min(range.maximum());
        return new Accepted(kept.toString(), !kept.equals(asked));
    }

    private static boolean numeric(SessionValue given) {
        return given.text() != null
                && switch (given.engineType()) {
                    case "smallint", "integer", "bigint", "numeric", "real", "double precision" -> true;
                    default -> false;
                };
    }

    private String wrongType() {
        throw Refusal.of(1232, "Incorrect argument type to variable '" + name + "'");
    }

    HeliosException wrongValue(SessionValue given) {
        return Refusal.of(
                1231,
                "Variable '" + name + "' can't be set to the value of '"
                        + (given.text() == null ? "NULL" : given.text()) + "'");
    }
}
