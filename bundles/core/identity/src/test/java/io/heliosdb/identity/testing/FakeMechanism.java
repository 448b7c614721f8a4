package io.heliosdb.identity.testing;

import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.auth.LoginChannel;
import io.heliosdb.spi.error.HeliosException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Derives a verifier that is another at every call, as one with a salt is. */
public final class FakeMechanism implements AuthMechanism {
    private final String name;
    private final String kind;
    private final boolean asciiOnly;
    public final AtomicInteger derived = new AtomicInteger();
    public final AtomicInteger verified = new AtomicInteger();

    private FakeMechanism(String name, String kind, boolean asciiOnly) {
        this.name = name;
        this.kind = kind;
        this.asciiOnly = asciiOnly;
    }

    public static FakeMechanism of(String name, String kind) {
        return new FakeMechanism(name, kind, false);
    }

    public static FakeMechanism asciiOnly(String name, String kind) {
        return new FakeMechanism(name, kind, true);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String verifierKind() {
        return kind;
    }

    @Override
    public String derive(char[] password) {
        for (char c : password) {
            if (asciiOnly && c > 127) {
                throw new HeliosException("28P01", "only ASCII");
            }
        }
        return kind + "$" + derived.incrementAndGet() + "$" + Arrays.hashCode(password);
    }

    @Override
    public boolean verify(String verifier, char[] password) {
        verified.incrementAndGet();
        return verifier.startsWith(kind) && verifier.endsWith("$" + Arrays.hashCode(password));
    }

    /** Whether the verifier is of that password. */
    public static boolean fits(Optional<String> verifier, String password) {
        return verifier.filter(text -> text.endsWith("$" + Arrays.hashCode(password.toCharArray())))
                .isPresent();
    }

    @Override
    public Exchange begin(Login login, LoginChannel channel) {
        throw new UnsupportedOperationException("nobody logs in here");
    }
}
