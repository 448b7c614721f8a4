package io.heliosdb.identity.internal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The octets that stand for a name: HMAC-SHA-256 of it with the server's secret. */
final class DecoySeeds {
    private static final String MAC = "HmacSHA256";

    private final SecretKeySpec secret;

    DecoySeeds(byte[] secret) {
        this.secret = new SecretKeySpec(secret, MAC);
    }

    byte[] seed(String user) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(secret);
            return mac.doFinal(user.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
