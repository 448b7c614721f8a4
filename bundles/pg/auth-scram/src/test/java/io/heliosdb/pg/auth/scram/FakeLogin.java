package io.heliosdb.pg.auth.scram;

import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.engine.Role;
import java.util.Optional;
import java.util.Set;

/** A login of the user store, known or unknown. */
record FakeLogin(String user, Optional<String> stored) implements Login {
    static FakeLogin withPassword(String user, String password) {
        return new FakeLogin(user, Optional.of(new ScramSha256().derive(password.toCharArray())));
    }

    static FakeLogin unknown(String user) {
        return new FakeLogin(user, Optional.empty());
    }

    @Override
    public Optional<String> verifier(String kind) {
        return kind.equals("scram-sha-256") ? stored : Optional.empty();
    }

    @Override
    public Optional<Role> role() {
        return stored.map(any -> new Role(user, Set.of(), Optional.empty()));
    }

    @Override
    public boolean proves(char[] password, AuthMechanism asking) {
        throw new UnsupportedOperationException("SCRAM shows no password");
    }

    @Override
    public boolean proves(char[] password) {
        throw new UnsupportedOperationException("SCRAM shows no password");
    }

    @Override
    public byte[] decoySeed() {
        byte[] seed = new byte[32];
        seed[0] = (byte) user.hashCode();
        return seed;
    }
}
