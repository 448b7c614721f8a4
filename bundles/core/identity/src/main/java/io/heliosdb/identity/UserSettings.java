package io.heliosdb.identity;

import io.heliosdb.identity.internal.UserName;
import io.heliosdb.spi.engine.Role;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What an administrator decides about a user.
 *
 * @param attributes what its role at the engine may do beyond owning its objects
 * @param database the database that it owns, 1 to 63 octets; made at its first login where it does not exist
 * @param enabled whether it may log in
 * @param validUntil from then on it may not log in
 */
public record UserSettings(
        Set<Role.Attribute> attributes, Optional<String> database, boolean enabled, Optional<Instant> validUntil) {
    /** Without attributes and database of its own, enabled without an end. */
    public static final UserSettings DEFAULT = new UserSettings(Set.of(), Optional.empty(), true, Optional.empty());

    /** @throws io.heliosdb.spi.error.HeliosException 42602 where the database's name cannot be one */
    public UserSettings {
        attributes = Set.copyOf(attributes);
        Objects.requireNonNull(validUntil, "validUntil");
        database.ifPresent(UserName::checkDatabase);
    }

    public UserSettings with(Role.Attribute attribute) {
        Set<Role.Attribute> more = EnumSet.of(attribute);
        more.addAll(attributes);
        return new UserSettings(more, database, enabled, validUntil);
    }

    public UserSettings without(Role.Attribute attribute) {
        Set<Role.Attribute> fewer = EnumSet.noneOf(Role.Attribute.class);
        fewer.addAll(attributes);
        fewer.remove(attribute);
        return new UserSettings(fewer, database, enabled, validUntil);
    }

    public UserSettings owning(String ownedDatabase) {
        return new UserSettings(attributes, Optional.of(ownedDatabase), enabled, validUntil);
    }

    public UserSettings enabled(boolean mayLogIn) {
        return new UserSettings(attributes, database, mayLogIn, validUntil);
    }

    public UserSettings until(Instant end) {
        return new UserSettings(attributes, database, enabled, Optional.of(end));
    }
}
