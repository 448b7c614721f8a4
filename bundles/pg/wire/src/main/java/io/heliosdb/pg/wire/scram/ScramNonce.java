package io.heliosdb.pg.wire.scram;

import java.security.SecureRandom;
import java.util.Base64;

/** One side's part of a nonce: 18 random octets in base64, as in PostgreSQL. */
public final class ScramNonce {
    private static final int OCTETS = 18;
    private static final SecureRandom RANDOM = new SecureRandom();

    private ScramNonce() {}

    public static String next() {
        byte[] octets = new byte[OCTETS];
        RANDOM.nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }
}
