package io.heliosdb.pg.protocol.internal;

import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Identity;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.engine.Role;
import java.util.Optional;
import java.util.Set;

/** Knows everybody: each user acts as the role of the same name. */
final class FakeIdentity implements Identity {
    @Override
    public Login login(String user) {
        return new KnownLogin(user);
    }

    private record KnownLogin(String user) implements Login {
        @Override
        public Optional<String> verifier(String kind) {
            return Optional.of("verifier");
        }

        @Override
        public Optional<Role> role() {
            return Optional.of(new Role(user, Set.of(), Optional.empty()));
        }

        @Override
        public boolean proves(char[] password, AuthMechanism asking) {
            throw new UnsupportedOperationException("nothing logs in by clear text here");
        }

        @Override
        public boolean proves(char[] password) {
            throw new UnsupportedOperationException("nothing logs in by clear text here");
        }

        @Override
        public byte[] decoySeed() {
            return new byte[32];
        }
    }
}
