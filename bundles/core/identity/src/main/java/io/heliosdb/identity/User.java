package io.heliosdb.identity;

import io.heliosdb.identity.internal.UserName;
import io.heliosdb.spi.engine.Role;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A user as the store knows it.
 *
 * @param name 1 to 63 octets, also the name of its role at the engine
 * @param settings what an administrator decides
 * @param verifiers by kind, one for every mechanism that can check its password; never the password. They are secrets:
 *     not to be shown
 * @param demo made by a server in demo mode, with a password that everybody knows: may log in only while the server runs
 *     in that mode
 * @param created when it was added
 * @param changed when anything about it was changed last
 */
public record User(
        String name,
        UserSettings settings,
        Map<String, String> verifiers,
        boolean demo,
        Instant created,
        Instant changed) {
    /** @throws io.heliosdb.spi.error.HeliosException 42602 or 42939 where the name cannot be a user's */
    public User {
        UserName.check(name);
        Objects.requireNonNull(settings, "settings");
        verifiers = Map.copyOf(verifiers);
        Objects.requireNonNull(created, "created");
        Objects.requireNonNull(changed, "changed");
    }

    /** Whether it may log in with the right password. */
    public boolean mayLogIn(Instant now, boolean demoServer) {
        return settings.enabled() && settings.validUntil().map(now::isBefore).orElse(true) && (demoServer || !demo);
    }

    /** Its role at the engine. */
    public Role role() {
        return new Role(name, settings.attributes(), settings.database());
    }

    public Optional<String> verifier(String kind) {
        return Optional.ofNullable(verifiers.get(kind));
    }

    public User with(UserSettings other, Instant now) {
        return new User(name, other, verifiers, demo, created, now);
    }

    public User with(Map<String, String> otherVerifiers, boolean ofDemo, Instant now) {
        return new User(name, settings, otherVerifiers, ofDemo, created, now);
    }

    /** Shows the kinds of the verifiers alone. */
    @Override
    public String toString() {
        return "User[" + name + ", " + settings + ", " + verifiers.keySet() + (demo ? ", demo]" : "]");
    }
}
