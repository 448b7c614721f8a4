package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Identity;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.engine.Role;
import java.util.Optional;
import java.util.Set;

/** Knows everybody but "nobody"; "old" has no verifier but that of the old method; "guest" owns no database. */
final class FakeIdentity implements Identity {
    @Override
    public Login login(String user) {
        return new KnownLogin(user);
    }

    private record KnownLogin(String user) implements Login {
        @Override
        public Optional<String> verifier(String kind) {
            boolean known = !user.equals("nobody");
            boolean fitting = !user.equals("old") || kind.equals(FakeMechanism.NATIVE);
            return known && fitting ? Optional.of("verifier") : Optional.empty();
        }

        @Override
        public Optional<Role> role() {
            Optional<String> database = user.equals("guest") ? Optional.empty() : Optional.of("demo");
            return user.equals("nobody") ? Optional.empty() : Optional.of(new Role(user, Set.of(), database));
        }

        @Override
        public boolean proves(char[] password, AuthMechanism asking) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean proves(char[] password) {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] decoySeed() {
            return new byte[32];
        }
    }
}
