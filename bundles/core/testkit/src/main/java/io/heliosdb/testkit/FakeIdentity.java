package io.heliosdb.testkit;

import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Identity;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.engine.Role;
import java.util.Optional;
import java.util.Set;

/**
 * A user store with one user, who owns a database of the same name.
 *
 * @param user the user's name
 * @param password clear text, which a real user store never has
 */
public record FakeIdentity(String user, String password) implements Identity {
    private static final int SEED_OCTETS = 32;

    /** User {@code demo} with password {@code demo}. */
    public static FakeIdentity demo() {
        return new FakeIdentity("demo", "demo");
    }

    @Override
    public Login login(String name) {
        return new FakeLogin(name, name.equals(user) ? Optional.of(password) : Optional.empty());
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "FakeIdentity[" + user + "]";
    }

    private record FakeLogin(String user, Optional<String> password) implements Login {
        /** No mechanism stored one. */
        @Override
        public Optional<String> verifier(String kind) {
            return Optional.empty();
        }

        @Override
        public Optional<Role> role() {
            return password.map(known -> new Role(user, Set.of(), Optional.of(user)));
        }

        @Override
        public boolean proves(char[] shown, AuthMechanism asking) {
            return proves(shown);
        }

        @Override
        public boolean proves(char[] shown) {
            return password.filter(known -> known.contentEquals(java.nio.CharBuffer.wrap(shown)))
                    .isPresent();
        }

        @Override
        public byte[] decoySeed() {
            return new byte[SEED_OCTETS];
        }
    }
}
