package io.heliosdb.identity.internal;

import io.heliosdb.identity.User;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.engine.Role;
import java.util.Optional;

/** A name that wants to log in, with the user as it was at that moment where there is one who may. */
final class StoredLogin implements Login {
    private final String name;
    private final Optional<User> user;
    private final byte[] decoySeed;
    private final IdentityService service;

    StoredLogin(String name, Optional<User> user, byte[] decoySeed, IdentityService service) {
        this.name = name;
        this.user = user;
        this.decoySeed = decoySeed;
        this.service = service;
    }

    @Override
    public String user() {
        return name;
    }

    @Override
    public Optional<String> verifier(String kind) {
        return user.flatMap(known -> known.verifier(kind));
    }

    @Override
    public Optional<Role> role() {
        return user.map(User::role);
    }

    @Override
    public boolean proves(char[] password, AuthMechanism asking) {
        return service.proves(this, password, Optional.of(asking));
    }

    @Override
    public boolean proves(char[] password) {
        return service.proves(this, password, Optional.empty());
    }

    @Override
    public byte[] decoySeed() {
        return decoySeed.clone();
    }

    /** Whether the password that this login was checked against is the user's still. */
    boolean hasPasswordOf(User now) {
        return user.filter(then -> !then.verifiers().isEmpty()
                        && now.verifiers()
                                .entrySet()
                                .containsAll(then.verifiers().entrySet()))
                .isPresent();
    }

    @Override
    public String toString() {
        return "Login[" + name + "]";
    }
}
