package io.heliosdb.mysql.auth.sha2;

import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.engine.Role;
import java.util.Optional;
import java.util.Set;

/** A login of a user store that has one mechanism. */
record FakeLogin(String user, Optional<String> stored) implements Login {
    static FakeLogin withPassword(String user, String password) {
        return new FakeLogin(user, Optional.of(new CachingSha2Password().derive(password.toCharArray())));
    }

    static FakeLogin unknown(String user) {
        return new FakeLogin(user, Optional.empty());
    }

    @Override
    public Optional<String> verifier(String kind) {
        return kind.equals("caching-sha2") ? stored : Optional.empty();
    }

    @Override
    public Optional<Role> role() {
        return stored.map(any -> new Role(user, Set.of(), Optional.empty()));
    }

    @Override
    public boolean proves(char[] password, AuthMechanism asking) {
        if (stored.isEmpty()) {
            asking.derive(password);
            return false;
        }
        return asking.verify(stored.get(), password);
    }

    @Override
    public boolean proves(char[] password) {
        throw new UnsupportedOperationException("the mechanism asks by its own kind");
    }

    @Override
    public byte[] decoySeed() {
        return new byte[32];
    }
}
