package io.heliosdb.pg.auth.scram.internal;

import io.heliosdb.pg.wire.scram.ScramKeys;
import io.heliosdb.pg.wire.scram.ScramVerifier;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.security.SecureRandom;

/** Makes the verifier of a new password. */
public final class ScramPassword {
    /** The kind of verifier that both SCRAM mechanisms use: the text that PostgreSQL stores. */
    public static final String VERIFIER_KIND = "scram-sha-256";

    private static final SecureRandom RANDOM = new SecureRandom();

    private ScramPassword() {}

    /** @throws HeliosException 28P01 where the password is no text */
    public static String derive(char[] password) {
        byte[] salt = new byte[ScramVerifier.SALT_OCTETS];
        RANDOM.nextBytes(salt);
        try {
            return ScramKeys.derive(password, salt, ScramKeys.DEFAULT_ITERATIONS)
                    .verifier(salt, ScramKeys.DEFAULT_ITERATIONS)
                    .stored();
        } catch (IllegalArgumentException e) {
            throw new HeliosException(SqlState.INVALID_PASSWORD, e.getMessage());
        }
    }
}
