package io.heliosdb.mysql.auth.sha2.internal;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** SHA-256 of octets. */
final class Sha256 {
    static final int OCTETS = 32;

    private Sha256() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of all the parts, one after the other. */
    static byte[] of(byte[]... parts) {
        MessageDigest digest = digest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }
}
