package io.heliosdb.mysql.auth.sha2.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.spec.InvalidKeySpecException;
import java.util.Base64;

/** Keys as text (RFC 7468). */
enum Pem {
    /** SubjectPublicKeyInfo, section 13. */
    PUBLIC_KEY("PUBLIC KEY"),
    /** PKCS #8 PrivateKeyInfo, section 10. */
    PRIVATE_KEY("PRIVATE KEY");

    private static final int LINE = 64;

    private final String begin;
    private final String end;

    Pem(String label) {
        begin = "-----BEGIN " + label + "-----\n";
        end = "\n-----END " + label + "-----\n";
    }

    String write(byte[] key) {
        return begin + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(key) + end;
    }

    /** @throws InvalidKeySpecException where the text has none of that kind */
    byte[] read(String text) throws InvalidKeySpecException {
        int from = text.indexOf(begin);
        int to = text.indexOf(end, Math.max(0, from));
        if (from < 0 || to < 0) {
            throw new InvalidKeySpecException("it has no " + begin.strip());
        }
        return Base64.getMimeDecoder()
                .decode(text.substring(from + begin.length(), to).getBytes(US_ASCII));
    }
}
