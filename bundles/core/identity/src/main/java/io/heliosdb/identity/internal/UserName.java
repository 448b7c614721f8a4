package io.heliosdb.identity.internal;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Which names a user and its database can have: those that a role and a database of the engine can have. */
public final class UserName {
    /** NAMEDATALEN - 1 of PostgreSQL. */
    private static final int MAX_OCTETS = 63;

    /** What CREATE ROLE refuses, because it means something else. */
    private static final Set<String> RESERVED = Set.of("public", "none");

    private static final String RESERVED_PREFIX = "pg_";

    private UserName() {}

    /** @throws HeliosException 42602 no name, 42939 a name that the engine keeps for itself */
    public static void check(String name) {
        checkText("user name", name);
        if (RESERVED.contains(name) || name.startsWith(RESERVED_PREFIX)) {
            throw new HeliosException(SqlState.RESERVED_NAME, "user name \"" + name + "\" is reserved");
        }
    }

    /** @throws HeliosException 42602 */
    public static void checkDatabase(String name) {
        checkText("database name", name);
    }

    private static void checkText(String what, String name) {
        // Half a surrogate pair is encoded as one question mark.
        int octets = name.getBytes(StandardCharsets.UTF_8).length;
        if (octets < 1 || octets > MAX_OCTETS) {
            throw invalid(what, "has " + octets + " octets (expected: 1 to " + MAX_OCTETS + ")");
        }
        if (name.codePoints().anyMatch(UserName::isUnprintable)) {
            throw invalid(what, "has a character that cannot be printed");
        }
    }

    private static boolean isUnprintable(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }

    private static HeliosException invalid(String what, String why) {
        return new HeliosException(SqlState.INVALID_NAME, what + " " + why);
    }
}
