package io.heliosdb.pg.auth.scram.internal;

import io.heliosdb.pg.wire.scram.ScramKeys;
import io.heliosdb.pg.wire.scram.ScramVerifier;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.security.SecureRandom;
import java.util.Optional;

/** Makes the verifier of a new password. */
public final class ScramPassword {
    /** The kind of verifier that both SCRAM mechanisms use: the text that PostgreSQL stores. */
    public static final String VERIFIER_KIND = "scram-sha-256";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ScramVerifier NO_PASSWORDS =
            ScramVerifier.decoy(random(ScramKeys.KEY_OCTETS), ScramKeys.DEFAULT_ITERATIONS);

    private ScramPassword() {}

    /** @throws HeliosException 28P01 where the password is no text */
    public static String derive(char[] password) {
        byte[] salt = random(ScramVerifier.SALT_OCTETS);
        try {
            return ScramKeys.derive(password, salt, ScramKeys.DEFAULT_ITERATIONS)
                    .verifier(salt, ScramKeys.DEFAULT_ITERATIONS)
                    .stored();
        } catch (IllegalArgumentException e) {
            throw new HeliosException(SqlState.INVALID_PASSWORD, e.getMessage());
        }
    }

    /** Whether the verifier is of that password. A damaged one costs as much, and is of none. */
    public static boolean verify(String verifier, char[] password) {
        Optional<ScramVerifier> stored = ScramVerifier.parse(verifier);
        try {
            return stored.orElse(NO_PASSWORDS).isOf(password) && stored.isPresent();
        } catch (IllegalArgumentException noText) {
            return false;
        }
    }

    private static byte[] random(int octets) {
        byte[] random = new byte[octets];
        RANDOM.nextBytes(random);
        return random;
    }
}
